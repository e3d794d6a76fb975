import type { Migration } from '../../../spine/migrations/migration.ts';

export const reassemblies: Migration = {
  id: 'monitoring/0001-reassemblies',
  sql: `
create table ops_reassemblies (
  id text primary key,
  workspace_id text not null,
  affected text not null,
  requested_at timestamptz not null,
  position text not null default '',
  total int,
  done int not null default 0,
  finished_at timestamptz
);
create index ops_reassemblies_waiting on ops_reassemblies (id) where finished_at is null;
`,
};
