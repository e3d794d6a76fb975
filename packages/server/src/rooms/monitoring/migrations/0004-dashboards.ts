import type { Migration } from '../../../spine/migrations/migration.ts';

export const dashboards: Migration = {
  id: 'monitoring/0004-dashboards',
  sql: `
create table dashboards (
  id text primary key,
  workspace_id text not null,
  team_id text,
  name text not null,
  description text not null,
  range text not null,
  widgets text not null,
  version int not null,
  created_by text not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  removed_at timestamptz
);
create unique index dashboards_by_name on dashboards (workspace_id, coalesce(team_id, ''), lower(name)) where removed_at is null;
`,
};
