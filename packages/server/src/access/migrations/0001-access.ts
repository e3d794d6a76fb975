import type { Migration } from '../../spine/migrations/migration.ts';

/** People, grants, keys; and what signing in needs for a while (ops_*). */
export const access: Migration = {
  id: 'access/0001-access',
  sql: `
create table people (
  id text primary key, workspace_id text not null references workspaces(id), name text not null, email text not null,
  password_hash text, disabled_at timestamptz, created_at timestamptz not null default now()
);
create unique index people_email on people (workspace_id, lower(email));
create index people_by_email on people (lower(email));

create table grants (
  id text primary key, workspace_id text not null references workspaces(id), person_id text not null references people(id),
  role text not null, team_id text references teams(id), agent_id text, environment text,
  created_at timestamptz not null default now()
);
create unique index grants_once on grants
  (person_id, role, coalesce(team_id, ''), coalesce(agent_id, ''), coalesce(environment, ''));

create table keys (
  id text primary key, workspace_id text not null references workspaces(id), team_id text not null references teams(id),
  name text not null, agent text, environment text, scopes text not null, secret_hash bytea not null,
  created_at timestamptz not null default now(), expires_at timestamptz, revoked_at timestamptz
);
create index keys_by_workspace on keys (workspace_id, id);

create table ops_key_uses (key_id text primary key, last_used_at timestamptz not null);
create table ops_sessions (
  id text primary key, token_hash bytea not null unique, workspace_id text not null, person_id text not null,
  created_at timestamptz not null default now(), expires_at timestamptz not null
);
create index ops_sessions_by_person on ops_sessions (person_id);
create table ops_sign_in_links (
  id text primary key, token_hash bytea not null unique, workspace_id text not null, person_id text not null,
  expires_at timestamptz not null, used_at timestamptz
);
create table ops_throttle (
  bucket text primary key, failures integer not null, since timestamptz not null, blocked_until timestamptz
);
`,
};
