import type { Migration } from '../../spine/migrations/migration.ts';

/** Grants that end, emergency grants, service accounts, second factors, people of an identity provider, the record of reading. */
export const signInAndGrants: Migration = {
  id: 'access/0002-sign-in-and-grants',
  sql: `
alter table people add column provider_subject text, add column locked_out_at timestamptz;
create unique index people_by_subject on people (workspace_id, provider_subject) where provider_subject is not null;

alter table grants add column until timestamptz, add column source text not null default 'person', add column reason text;
drop index grants_once;
create unique index grants_once on grants
  (person_id, role, coalesce(team_id, ''), coalesce(agent_id, ''), coalesce(environment, ''), source);

create table service_accounts (
  id text primary key, workspace_id text not null references workspaces(id), team_id text not null references teams(id),
  name text not null, owner_id text not null references people(id),
  created_at timestamptz not null default now(), expires_at timestamptz not null, disabled_at timestamptz
);
create index service_accounts_by_workspace on service_accounts (workspace_id, id);
alter table keys add column service_account_id text references service_accounts(id);

create table second_factors (
  person_id text primary key references people(id), secret text not null, confirmed_at timestamptz not null,
  last_step bigint not null
);
create table recovery_codes (
  person_id text not null references people(id), code_hash bytea not null, used_at timestamptz,
  primary key (person_id, code_hash)
);
create table access_settings (
  workspace_id text primary key references workspaces(id), second_factor_required boolean not null
);

create table ops_second_factor_offers (
  person_id text primary key, secret text not null, created_at timestamptz not null default now()
);
create table ops_content_reads (
  workspace_id text not null, actor text not null, run_id text not null, how text not null, at timestamptz not null,
  primary key (workspace_id, actor, run_id, how)
);
create index ops_content_reads_at on ops_content_reads (at);
alter table ops_sessions add column by text not null default 'link', add column refresh text,
  add column checked_at timestamptz, add column checking_until timestamptz;
`,
};
