import type { Migration } from '../../../spine/migrations/migration.ts';

/** Groups are made of telemetry and can be made again; what people said of them is the ledger's. */
export const failures: Migration = {
  id: 'monitoring/0005-failures',
  sql: `
create table ops_failure_groups (
  id text primary key,
  workspace_id text not null,
  team_id text not null,
  agent text not null,
  class text not null,
  locus_kind text not null,
  locus text not null,
  seed text not null,
  template text not null,
  ordinal int not null,
  created_at timestamptz not null
);
create index ops_failure_groups_scope on ops_failure_groups (workspace_id, team_id, agent, class);
create table failure_states (
  workspace_id text not null,
  failure_id text not null,
  state text not null,
  at timestamptz not null,
  by_id text not null,
  reason text not null,
  until timestamptz,
  release text,
  assignee_id text,
  before text,
  primary key (workspace_id, failure_id)
);
`,
};
