import type { Rows } from './parts.ts';

/** Where a dimension stands in rows `x`, or `r` of the run that they belong to. `list`: several values a row. */
export type Column = { sql: string; list?: true };

/** What can be asked. `cost`: by how much work it is, roughly. `ofRuns`: joined with the runs that its rows belong to, by this column. */
export type Source = {
  name: string;
  cost: number;
  rows: Rows;
  /** Tiers of rollups, `<tier>_1d` and so on, that hold its closed minutes. */
  tier: 'agents' | 'metrics' | null;
  /** Rows one by one, of open minutes or of all. */
  open: { from: 'invocations' | 'steps' | 'runs' | 'scores'; parts: Rows; where: string };
  columns: { [dimension: string]: Column };
  ofRuns: 'run_id' | 'trace_id' | null;
  /** Its rows tell their team only: who sees single agents or environments sees none of them. */
  ofTeams?: true;
};

const x = (column: string): Column => ({ sql: `x.${column}` });
const place = { team: x('team_id'), agent: x('agent'), release: x('release'), environment: x('environment') };
const step = { kind: x('kind'), provider: x('provider'), model: x('model') };
const outcome = { outcome: x('outcome'), outcome_source: x('outcome_source') };
const score = { team: x('team_id'), score: x('name'), score_source: x('source') };
const ofRun = (row: 'x' | 'r') => ({
  conversation: { sql: `${row}.conversation_id` },
  user: { sql: `${row}.user_id` },
  prompt: { sql: `${row}.prompt_name` },
  prompt_version: { sql: `${row}.prompt_version` },
  service: { sql: `${row}.service` },
  tag: { sql: `${row}.tags`, list: true } as const,
});
const placeOfRun = { agent: { sql: 'r.agent' }, release: { sql: 'r.release' }, environment: { sql: 'r.environment' } };

const invocations = { from: 'invocations', parts: 'invocations', where: 'is_deleted = 0' } as const;
const steps = { from: 'steps', parts: 'steps', where: 'counted' } as const;
const runs = { from: 'runs', parts: 'runs', where: 'is_deleted = 0' } as const;
/** Scores that Signalbox gives are outcomes: they are told as such. */
const scores = { from: 'scores', parts: 'scores', where: "NOT startsWith(name, 'signalbox.')" } as const;

const ofInvocations = { ...place, ...outcome, agent_version: x('agent_version') };

export const sources: readonly Source[] = [
  { name: 'agents', cost: 1, rows: 'agents', tier: 'agents', open: invocations, columns: place, ofRuns: null },
  {
    ...{ name: 'metrics', cost: 2, rows: 'metrics', tier: 'metrics', open: steps, ofRuns: null },
    columns: { ...place, ...step },
  },
  {
    ...{ name: 'runs', cost: 20, rows: 'runs', tier: null, open: runs, ofRuns: null },
    columns: { ...place, ...outcome, ...ofRun('x') },
  },
  {
    // Runs with what agents below them did: of whom and where that was, it does not say.
    ...{ name: 'run_totals', cost: 20, rows: 'run_totals', tier: null, ofRuns: null, ofTeams: true },
    open: { ...runs, parts: 'run_totals' },
    columns: { team: place.team, ...ofRun('x') },
  },
  { name: 'scores', cost: 5, rows: 'scores', tier: null, open: scores, columns: score, ofRuns: null, ofTeams: true },
  {
    name: 'invocations',
    cost: 25,
    rows: 'invocations',
    tier: null,
    open: invocations,
    columns: ofInvocations,
    ofRuns: null,
  },
  {
    ...{ name: 'invocations of runs', cost: 60, rows: 'invocations', tier: null, open: invocations, ofRuns: 'run_id' },
    columns: { ...ofInvocations, ...ofRun('r') },
  },
  {
    ...{ name: 'scores of runs', cost: 40, rows: 'scores', tier: null, open: scores, ofRuns: 'trace_id' },
    columns: { ...score, ...placeOfRun, ...ofRun('r') },
  },
  {
    ...{ name: 'steps', cost: 50, rows: 'steps', tier: null, open: steps, ofRuns: null },
    columns: { ...place, ...step, tool: x('tool') },
  },
  {
    ...{ name: 'steps of runs', cost: 100, rows: 'steps', tier: null, open: steps, ofRuns: 'run_id' },
    columns: { ...place, ...step, tool: x('tool'), ...ofRun('r') },
  },
];
