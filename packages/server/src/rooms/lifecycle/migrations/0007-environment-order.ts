import type { Migration } from '../../../spine/migrations/migration.ts';

export const environmentOrder: Migration = {
  id: 'lifecycle/0007-environment-order',
  sql: `
-- From which environment a release goes on to which. No row = as their names say.
create table environment_orders (
  workspace_id text primary key references workspaces,
  environments text not null -- JSON: names, first to last
);
`,
};
