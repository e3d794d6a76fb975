import type { Migration } from './migration.ts';

/** Workspaces and catalog, the ledger, and the tables that keep several processes in step. */
export const foundation: Migration = {
  id: 'spine/0001-foundation',
  sql: `
create table workspaces (
  id text primary key,
  name text not null,
  created_at timestamptz not null,
  content_key text not null -- sealed: an envelope of spine/seal.ts
);

create table teams (
  id text primary key,
  workspace_id text not null references workspaces,
  name text not null,
  slug text not null,
  created_at timestamptz not null,
  unique (workspace_id, slug)
);

create table environments (
  id text primary key,
  workspace_id text not null references workspaces,
  name text not null,
  created_at timestamptz not null,
  unique (workspace_id, name)
);

create table agents (
  id text primary key,
  workspace_id text not null references workspaces,
  team_id text not null references teams,
  slug text not null,
  name text not null,
  created_at timestamptz not null,
  unique (workspace_id, slug),
  unique (workspace_id, team_id, name)
);

create table agent_aliases (
  workspace_id text not null references workspaces,
  team_id text not null references teams,
  alias text not null,
  agent_id text not null references agents,
  primary key (workspace_id, team_id, alias)
);
create index agent_aliases_agent on agent_aliases (agent_id);

-- The head of each ledger; 'system' has one and no workspace.
create table ledger_heads (
  workspace_id text primary key,
  seq bigint not null default 0,
  time timestamptz not null default to_timestamp(0)
);

create table ledger (
  workspace_id text not null,
  seq bigint not null check (seq > 0),
  time text not null,
  actor text not null,
  type text not null,
  resource text not null,
  payload_commit text not null,
  leaf bytea not null check (length(leaf) = 32),
  event_id text not null unique,
  primary key (workspace_id, seq)
);

-- Apart and without a foreign key: a payload can be erased, its ledger row never changes.
create table ledger_payloads (
  event_id text primary key,
  workspace_id text not null,
  version int not null,
  payload text not null,
  commit_key bytea not null check (length(commit_key) = 32)
);

create function ledger_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger is append-only' using errcode = 'restrict_violation';
end $$;
create trigger ledger_rows_stay before update or delete on ledger for each row execute function ledger_is_append_only();
create trigger ledger_stays before truncate on ledger for each statement execute function ledger_is_append_only();

create table ops_cursors (
  subscription text not null,
  workspace_id text not null,
  position text not null,
  updated_at timestamptz not null,
  primary key (subscription, workspace_id)
);

create table ops_leases (
  name text primary key,
  holder text not null,
  until timestamptz not null
);

create table ops_idempotency (
  workspace_id text not null,
  actor text not null,
  key text not null,
  request_hash text not null,
  status int,
  body text,
  created_at timestamptz not null,
  primary key (workspace_id, actor, key)
);
create index ops_idempotency_created on ops_idempotency (created_at);
`,
};
