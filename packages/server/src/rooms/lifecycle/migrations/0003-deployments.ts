import type { Migration } from '../../../spine/migrations/migration.ts';

export const deployments: Migration = {
  id: 'lifecycle/0003-deployments',
  sql: `
-- What an environment serves of an agent, now.
create table deployments (
  agent_id text not null references agents,
  environment text not null,
  workspace_id text not null references workspaces,
  version int not null,
  release_id text not null references releases,
  candidate_id text references releases,
  candidate_share int check (candidate_share between 1 and 99999), -- of 100,000
  salt text,
  past text not null, -- JSON: ids of releases, newest first
  deployed_at timestamptz not null,
  deployed_by text not null,
  reason text not null,
  primary key (agent_id, environment),
  check ((candidate_id is null) = (candidate_share is null) and (candidate_id is null) = (salt is null))
);
create index deployments_of_workspace on deployments (workspace_id, agent_id, environment);

-- How it came to that: one row a version.
create table deployment_history (
  id text primary key,
  workspace_id text not null references workspaces,
  agent_id text not null references agents,
  environment text not null,
  version int not null,
  verb text not null, -- deploy · promote · roll_back
  release_id text not null references releases,
  previous_id text references releases,
  candidate_id text references releases,
  candidate_share int,
  at timestamptz not null,
  by text not null,
  reason text not null,
  unique (agent_id, environment, version)
);

create table freeze_windows (
  id text primary key,
  workspace_id text not null references workspaces,
  team_id text references teams, -- null = all
  agent_id text references agents, -- null = all
  environment text, -- null = all
  from_at timestamptz not null,
  until_at timestamptz not null check (until_at > from_at),
  time_zone text not null, -- in which people say it
  owner_id text not null,
  reason text not null,
  made_at timestamptz not null,
  made_by text not null,
  lifted_at timestamptz
);
create index freeze_windows_by_end on freeze_windows (workspace_id, until_at);

create table freeze_overrides (
  freeze_id text not null references freeze_windows,
  agent_id text not null references agents,
  environment text not null,
  person_id text not null,
  workspace_id text not null references workspaces,
  reason text not null,
  at timestamptz not null,
  primary key (freeze_id, agent_id, environment, person_id)
);

-- No row = nobody has to sign off.
create table environment_rules (
  workspace_id text not null references workspaces,
  environment text not null,
  people int not null check (people >= 0),
  role text, -- null = any that may sign off
  not_author boolean not null,
  primary key (workspace_id, environment)
);

create table sign_offs (
  release_id text not null references releases,
  environment text not null,
  person_id text not null,
  workspace_id text not null references workspaces,
  roles text not null, -- JSON: the roles the person had there
  note text not null,
  at timestamptz not null,
  primary key (release_id, environment, person_id)
);

create table deployment_schedules (
  id text primary key,
  workspace_id text not null references workspaces,
  agent_id text not null references agents,
  environment text not null,
  release_id text not null references releases,
  share int not null,
  due_at timestamptz not null,
  reason text not null,
  made_at timestamptz not null,
  made_by text not null,
  state text not null, -- waiting · done · refused · cancelled
  refusal text -- code of an error
);
create index deployment_schedules_due on deployment_schedules (state, due_at);
`,
};
