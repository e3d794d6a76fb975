import type { Migration } from '../../../spine/migrations/migration.ts';

/** Runs of the playground, kept for some days. Nobody is asked about them: they change nothing. */
export const playground: Migration = {
  id: 'prompts/0003-playground',
  sql: `
create table ops_playground_runs (
  id text primary key,
  workspace_id text not null,
  team_id text not null,
  created_by text not null,
  name text not null,
  lanes text not null, -- JSON: KeptLane of playground/lanes.ts
  rows text not null, -- JSON
  state text not null,
  seq integer not null,
  created_at timestamptz not null,
  touched_at timestamptz not null,
  finished_at timestamptz,
  expires_at timestamptz not null
);
create index ops_playground_runs_of on ops_playground_runs (workspace_id, created_by, id);
create index ops_playground_runs_expire on ops_playground_runs (expires_at);

create table ops_playground_cells (
  run_id text not null references ops_playground_runs on delete cascade,
  lane integer not null,
  "row" integer not null,
  seq integer not null,
  state text not null,
  cost_usd double precision,
  result text not null, -- JSON: CellResult of playground/model/result.ts
  turns text not null, -- JSON
  primary key (run_id, lane, "row")
);
create index ops_playground_cells_changed on ops_playground_cells (run_id, seq);
`,
};
