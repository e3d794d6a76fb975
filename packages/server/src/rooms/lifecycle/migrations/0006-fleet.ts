import type { Migration } from '../../../spine/migrations/migration.ts';

export const fleet: Migration = {
  id: 'lifecycle/0006-fleet',
  sql: `
-- What agents may be called. No row = anything.
create table agent_naming_rules (
  workspace_id text primary key references workspaces,
  pattern text not null, -- RE2
  reason text not null
);

-- Which event of a calendar it came from; null = made by hand.
alter table freeze_windows add column source text;
create index freeze_windows_by_source on freeze_windows (workspace_id, source) where source is not null;
`,
};
