import type { Migration } from '../../../spine/migrations/migration.ts';

export const instances: Migration = {
  id: 'lifecycle/0005-instances',
  sql: `
-- Processes that run an agent, as they last said so themselves. Times are the database's.
create table ops_agent_instances (
  workspace_id text not null,
  agent_id text not null,
  environment text not null,
  instance text not null,
  release_digest text, -- null = it runs none, or does not know
  seq bigint not null, -- place in the ledger that it has seen
  sdk text not null,
  started_at timestamptz not null, -- by its own clock
  last_seen_at timestamptz not null,
  lease_until timestamptz not null,
  stopped boolean not null,
  primary key (workspace_id, agent_id, environment, instance)
);
create index ops_agent_instances_by_lease on ops_agent_instances (lease_until);
`,
};
