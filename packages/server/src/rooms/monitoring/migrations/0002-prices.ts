import type { Migration } from '../../../spine/migrations/migration.ts';

export const prices: Migration = {
  id: 'monitoring/0002-prices',
  sql: `
create table price_overrides (
  id text primary key,
  workspace_id text not null,
  provider text not null,
  model text not null,
  rates text,
  discount int not null,
  created_at timestamptz not null,
  unique (workspace_id, provider, model)
);
`,
};
