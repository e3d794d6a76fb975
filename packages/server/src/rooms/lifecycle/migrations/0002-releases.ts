import type { Migration } from '../../../spine/migrations/migration.ts';

export const releases: Migration = {
  id: 'lifecycle/0002-releases',
  sql: `
-- What an agent is made of, for ever: rows are added and never changed.
create table releases (
  id text primary key,
  number int generated always as identity, -- later ones have higher numbers
  workspace_id text not null references workspaces,
  agent_id text not null references agents,
  digest text not null, -- SHA-256 of the manifest's bytes, hex
  version text not null,
  schema text not null,
  manifest text not null, -- RFC 8785: exactly the bytes that were hashed
  signature text not null, -- Ed25519, base64
  key_id text not null,
  parent_id text references releases,
  why text not null,
  expected_effect text not null,
  evidence text not null, -- JSON: string[]
  notes text not null,
  created_by text not null,
  created_at timestamptz not null,
  unique (workspace_id, agent_id, digest),
  unique (workspace_id, agent_id, version)
);
create index releases_of_agent on releases (workspace_id, agent_id, number);

create function releases_are_immutable() returns trigger language plpgsql as $$
begin
  raise exception 'a release never changes' using errcode = 'restrict_violation';
end $$;
create trigger release_rows_stay before update on releases for each row execute function releases_are_immutable();

-- The key a workspace signs its releases with; made on first use.
create table release_keys (
  workspace_id text primary key references workspaces,
  key_id text not null,
  public_key text not null, -- SPKI in DER, base64
  private_key text not null, -- sealed
  created_at timestamptz not null
);

-- What people say about an agent. No row = nobody has said anything.
create table agent_profiles (
  agent_id text primary key references agents,
  workspace_id text not null references workspaces,
  version int not null,
  profile text not null, -- JSON: AgentProfile of contract-agents.ts
  updated_by text not null,
  updated_at timestamptz not null
);
`,
};
