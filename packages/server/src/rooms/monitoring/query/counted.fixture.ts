import { quantileMs } from '../views/agents/quantile.ts';
import type { Source } from './catalogue/sources.ts';
import type { RunRow, World } from './world.fixture.ts';

/** The same figures by counting one row after the other. */

// oxlint-disable-next-line typescript/no-explicit-any
type Row = Record<string, any> & { run: RunRow };
type Count = (rows: readonly Row[]) => number | null;
type Table = 'invocations' | 'steps' | 'runs' | 'scores';

const n =
  (fits: (row: Row) => boolean): Count =>
  (rows) =>
    rows.filter(fits).length;
const all: Count = (rows) => rows.length;
const sum =
  (of: (row: Row) => number | bigint | null, unit = 1): Count =>
  (rows) => {
    const told = rows.map(of).filter((one) => one !== null);
    return told.length === 0 ? null : told.reduce<number>((total, one) => total + Number(one), 0) / unit;
  };
const zero =
  (count: Count): Count =>
  (rows) =>
    count(rows) ?? 0;
const rate =
  (part: Count, of: Count): Count =>
  (rows) => {
    const [a, b] = [part(rows), of(rows)];
    return a === null || b === null || b === 0 ? null : a / b;
  };
const plus =
  (...counts: Count[]): Count =>
  (rows) => {
    const told = counts.map((count) => count(rows)).filter((one) => one !== null);
    return told.length === 0 ? null : told.reduce((a, b) => a + b, 0);
  };
const different =
  (column: string): Count =>
  (rows) =>
    new Set(rows.map((row) => row[column]).filter((one) => one !== '')).size;
const quantile =
  (column: string, q: number): Count =>
  (rows) => {
    const buckets = new Map<number, number>();
    for (const row of rows) {
      if (row[column] === null) continue;
      const bucket = Math.floor(Math.log2(Math.max(1, Number((row[column] as bigint) / 1000n))) * 8);
      buckets.set(bucket, (buckets.get(bucket) ?? 0) + 1);
    }
    return quantileMs(buckets, q);
  };

const column = (name: string): Count => sum((row) => row[name]);
const known = n(({ outcome }) => outcome !== 'unknown');
const came = (name: string): Count => n(({ outcome }) => outcome === name);
const isCall = (row: Row): boolean => row['counts_call'] === true;
const errorsOfSteps = n((row) => row['is_error'] === true);

const invocations: Record<string, Count> = {
  ...{ runs: n((row) => row['is_top'] === true), invocations: all, delegations: n((row) => row['is_top'] !== true) },
  completion_rate: rate(came('completed'), known),
  failure_rate: rate(came('failed'), known),
  takeover_rate: rate(came('passed_to_person'), known),
  abandonment_rate: rate(came('abandoned'), known),
  ...{ completed: came('completed'), failed: came('failed'), takeovers: came('passed_to_person') },
  ...{ abandoned: came('abandoned'), unknown_outcomes: came('unknown') },
  inferred_share: rate(
    n((row) => row['outcome'] !== 'unknown' && row['outcome_source'] === 'inferred'),
    known,
  ),
  unknown_share: rate(came('unknown'), all),
  ...{
    refusals: n((row) => row['refused'] === true),
    refusal_rate: rate(
      n((row) => row['refused'] === true),
      all,
    ),
  },
  ...{ latency_p50: quantile('duration_ns', 0.5), latency_p95: quantile('duration_ns', 0.95) },
  latency_p99: quantile('duration_ns', 0.99),
  latency_mean: rate(
    sum((row) => row['duration_ns'], 1e6),
    n((row) => row['duration_ns'] !== null),
  ),
};
const steps: Record<string, Count> = {
  ...{ steps: all, errors: errorsOfSteps, step_error_rate: rate(errorsOfSteps, all), model_calls: n(isCall) },
  tool_steps: n(({ kind }) => kind === 'tool'),
  ...{ step_latency_p50: quantile('duration_ns', 0.5), step_latency_p95: quantile('duration_ns', 0.95) },
  ...{ step_latency_p99: quantile('duration_ns', 0.99), ttft_p50: quantile('ttft_ns', 0.5) },
  ...{ ttft_p95: quantile('ttft_ns', 0.95), ttft_p99: quantile('ttft_ns', 0.99) },
};
const totals: Record<string, Count> = {
  ...{
    errors: zero(column('errors')),
    model_calls: zero(column('model_calls')),
    tool_calls: zero(column('tool_calls')),
  },
};
const spent: Record<string, Count> = {
  ...{ input_tokens: column('input_tokens'), output_tokens: column('output_tokens') },
  tokens: plus(column('input_tokens'), column('output_tokens')),
  ...{ cache_read_tokens: column('cache_read_tokens'), cache_write_tokens: () => null, reasoning_tokens: () => null },
  cost: sum((row) => row['cost_nano_usd'], 1e9),
};
const computed = sum((row) => row['cost_computed_nano_usd'], 1e9);
const isFeedback = ({ source }: Row): boolean => source === 'feedback';
const numbers = (rows: readonly Row[]): Row[] => rows.filter(({ number }) => number !== null);
const mean: Count = rate(column('number'), all);

/** By source, what each measure is of its rows. */
export const countsOf = ({ name, open }: Source): Record<string, Count> => {
  if (open.from === 'invocations') return { ...invocations, ...totals, ...spent, computed_cost: computed };
  if (open.from === 'steps')
    return {
      ...steps,
      ...spent,
      computed_cost: sum((row) => (row['cost_source'] === 'computed' ? row['cost_nano_usd'] : null), 1e9),
    };
  if (open.from === 'scores')
    return {
      ...{ scores: all, score_mean: (rows) => mean(numbers(rows)), feedback: n(isFeedback) },
      feedback_mean: (rows) => mean(numbers(rows.filter(isFeedback))),
    };
  if (name === 'run_totals')
    return {
      ...{ ...totals, ...spent, computed_cost: computed, steps: zero(column('steps')) },
      step_error_rate: rate(zero(column('errors')), zero(column('steps'))),
    };
  return {
    ...{ runs: all, conversations: different('conversation_id'), users: different('user_id') },
    cost_per_completed_run: rate(
      sum((row) => row['cost_nano_usd'], 1e9),
      came('completed'),
    ),
    ...{ steps_per_run: rate(column('steps'), all), invocations_per_run: rate(column('invocations'), all) },
    ...{ model_calls_per_run: rate(column('model_calls'), all), tool_calls_per_run: rate(column('tool_calls'), all) },
  };
};

/** The shares beside measures, of invocations and of steps. */
export const unknownOutcomes = rate(came('unknown'), all);
export const inferredOutcomes = invocations['inferred_share']!;

/** Rows of a source, each with its run. */
export function rowsOf(world: World, { open, ofRuns }: Pick<Source, 'open' | 'ofRuns'>): Row[] {
  const table: Table = open.from;
  return world.flatMap(({ run, ...below }): Row[] => {
    if (table === 'runs') return run.is_deleted === 1 ? [] : [{ ...run, run }];
    if (ofRuns !== null && run.is_deleted === 1) return [];
    const rows = below[table].map((row) => ({ ...row, run }) as Row);
    if (table === 'invocations') return rows.filter((row) => row['is_deleted'] === 0);
    if (table === 'steps') return rows.filter((row) => row['counted'] === true);
    return rows.filter((row) => !String(row['name']).startsWith('signalbox.'));
  });
}

const names: Record<string, string> = {
  ...{ team: 'team_id', conversation: 'conversation_id', user: 'user_id', prompt: 'prompt_name', tag: 'tags' },
  ...{ score: 'name', score_source: 'source' },
};
const ofRun = ['conversation', 'user', 'prompt', 'prompt_version', 'service', 'tag'];
const ofScoredRun = [...ofRun, 'agent', 'release', 'environment'];

/** The values of a dimension that a row counts under. */
export function valuesOf(row: Row, dimension: string, { open }: Pick<Source, 'open'>): string[] {
  const from = (open.from === 'scores' ? ofScoredRun : ofRun).includes(dimension) ? row.run : row;
  const value = (from as Record<string, unknown>)[names[dimension] ?? dimension];
  return Array.isArray(value) ? (value.length === 0 ? [''] : value) : [String(value)];
}
