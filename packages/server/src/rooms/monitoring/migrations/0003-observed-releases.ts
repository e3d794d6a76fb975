import type { Migration } from '../../../spine/migrations/migration.ts';

export const observedReleases: Migration = {
  id: 'monitoring/0003-observed-releases',
  sql: `
create table ops_observed_releases (
  workspace_id text not null,
  team_id text not null,
  agent text not null,
  digest text not null,
  release text not null,
  day int not null,
  primary key (workspace_id, team_id, agent, digest)
);
`,
};
