import type { Migration } from '../../spine/migrations/migration.ts';

/** Where Signalbox itself may ask models, and who did. */
export const modelProviders: Migration = {
  id: 'access/0004-model-providers',
  sql: `
create table model_providers (
  id text primary key, workspace_id text not null references workspaces(id), team_id text references teams(id),
  name text not null, dialect text not null check (dialect in ('openai', 'anthropic')), base_url text not null,
  api_key text, models text not null, priced_as text not null,
  created_by text not null, created_at timestamptz not null, changed_at timestamptz not null
);
create unique index model_providers_by_name on model_providers (workspace_id, coalesce(team_id, ''), lower(name));

create table ops_model_provider_uses (
  provider_id text not null, actor text not null, uses integer not null, last_at timestamptz not null,
  primary key (provider_id, actor)
);
`,
};
