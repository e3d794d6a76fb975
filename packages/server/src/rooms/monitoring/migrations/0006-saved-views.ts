import type { Migration } from '../../../spine/migrations/migration.ts';

/** `owner_id` '' = shared with the team; `team_id` '' = a person's own. */
export const savedViews: Migration = {
  id: 'monitoring/0006-saved-views',
  sql: `
create table saved_views (
  id text primary key,
  workspace_id text not null,
  team_id text not null,
  owner_id text not null,
  name text not null,
  page text not null,
  search text not null,
  created_by text not null,
  created_at timestamptz not null
);
create unique index saved_views_by_name on saved_views (workspace_id, team_id, owner_id, page, lower(name));
`,
};
