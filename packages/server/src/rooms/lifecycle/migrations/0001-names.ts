import type { Migration } from '../../../spine/migrations/migration.ts';

export const names: Migration = {
  id: 'lifecycle/0001-names',
  sql: `
-- Slugs that agents had: their addresses go on working.
create table agent_slugs (
  workspace_id text not null references workspaces,
  slug text not null,
  agent_id text not null references agents,
  primary key (workspace_id, slug)
);

-- What was done to names, value by value, so that it can be undone exactly.
create table name_changes (
  id text primary key,
  workspace_id text not null references workspaces,
  team_id text not null references teams,
  verb text not null,
  agent_ids text not null, -- JSON
  edits text not null, -- JSON: Edit[] of model/naming.ts
  made_by text not null,
  made_at timestamptz not null,
  undone_at timestamptz,
  reassembly_id text
);
create index name_changes_of_team on name_changes (workspace_id, team_id, id);
`,
};
