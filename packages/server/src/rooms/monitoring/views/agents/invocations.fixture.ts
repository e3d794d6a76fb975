import fc from 'fast-check';
import type { AgentFigures } from '../../contract-figures.ts';
import { hex, ten } from '../telemetry.fixture.ts';

/** Rows of `invocations` at random, and what the figures over them are by counting one after the other. */

const outcome = fc.constantFrom('completed', 'failed', 'passed_to_person', 'abandoned', 'unknown');
const tokens = fc.option(fc.integer({ min: 0, max: 5000 }));
const cost = fc.option(fc.bigInt({ min: 0n, max: 10n ** 9n }));

export const someInvocation = fc
  .record({
    minute: fc.constantFrom(0, 1, 59, 60, 61, 840, 1500, 2281, 2400),
    team_id: fc.constantFrom('tea_a', 'tea_b'),
    agent: fc.constantFrom('billing', "O'Neill"),
    release: fc.constantFrom('', 'r1', 'r2'),
    environment: fc.constantFrom('', 'prod'),
    bound: fc.boolean(),
    is_top: fc.boolean(),
    duration_ns: fc.option(fc.bigInt({ min: 0n, max: 10n ** 11n })),
    outcome,
    outcome_source: fc.constantFrom('declared', 'inferred', ''),
    refused: fc.boolean(),
    errors: fc.nat({ max: 3 }),
    model_calls: fc.nat({ max: 5 }),
    tool_calls: fc.nat({ max: 5 }),
    unknown_calls: fc.nat({ max: 2 }),
    uncosted_calls: fc.nat({ max: 2 }),
    input_tokens: tokens,
    output_tokens: tokens,
    cache_read_tokens: tokens,
    cost_nano_usd: cost,
    cost_computed_nano_usd: cost,
  })
  .map(({ minute, ...row }) => ({
    ...row,
    trace_id: hex(16),
    span_id: hex(8),
    version: 1,
    is_deleted: 0,
    bucket: ten + minute * 60,
    start_time: BigInt(ten + minute * 60 + 7) * 1_000_000_000n,
  }));
type Made = ReturnType<typeof someInvocation.generate>['value'];
export type InvocationRow = Omit<Made, 'agent' | 'outcome'> & { agent: string; outcome: string };

/** Unknown and unknown is unknown. */
const sum = (rows: readonly InvocationRow[], of: (row: InvocationRow) => number | bigint | null): number | null =>
  rows.reduce<number | null>((held, row) => (of(row) === null ? held : (held ?? 0) + Number(of(row))), null);

/** Figures but for quantiles, which are tested by themselves. */
export function counted(rows: readonly InvocationRow[], split: 'release' | 'environment' | null) {
  const keyOf = (row: InvocationRow): string =>
    JSON.stringify([row.team_id, row.agent, split === null ? '' : row[split]]);
  return [...Map.groupBy(rows, keyOf)].map(([key, own]) => {
    const [teamId, agent, value] = JSON.parse(key) as [string, string, string];
    const n = (fits: (row: InvocationRow) => boolean): number => own.filter(fits).length;
    const share = (name: string): { count: number; inferred: number } => ({
      count: n((row) => row.outcome === name),
      inferred: n((row) => row.outcome === name && row.outcome_source === 'inferred'),
    });
    const usd = (of: (row: InvocationRow) => bigint | null): number | null => {
      const nano = sum(own, of);
      return nano === null ? null : nano / 1e9;
    };
    const starts = own.map((row) => Number(row.start_time / 1_000_000n));
    const known = n((row) => row.duration_ns !== null);
    return {
      ...{ teamId, agent, split: value === '' ? null : value, invocations: own.length },
      topLevel: n((row) => row.is_top),
      unbound: n((row) => !row.bound),
      outcomes: {
        completed: share('completed'),
        failed: share('failed'),
        passedToPerson: share('passed_to_person'),
        abandoned: share('abandoned'),
        unknown: share('unknown'),
      },
      refused: n((row) => row.refused),
      errors: sum(own, (row) => row.errors)!,
      modelCalls: sum(own, (row) => row.model_calls)!,
      toolCalls: sum(own, (row) => row.tool_calls)!,
      tokens: {
        input: sum(own, (row) => row.input_tokens),
        output: sum(own, (row) => row.output_tokens),
        cacheRead: sum(own, (row) => row.cache_read_tokens),
        cacheWrite: null,
        reasoning: null,
        unknownCalls: sum(own, (row) => row.unknown_calls)!,
      },
      cost: {
        usd: usd((row) => row.cost_nano_usd),
        computedUsd: usd((row) => row.cost_computed_nano_usd),
        unknownCalls: sum(own, (row) => row.uncosted_calls)!,
      },
      durationMs: { mean: known === 0 ? null : sum(own, (row) => row.duration_ns)! / known / 1e6, known },
      firstAt: new Date(Math.min(...starts)).toISOString(),
      lastAt: new Date(Math.max(...starts)).toISOString(),
    } satisfies Omit<AgentFigures, 'series' | 'durationMs'> & { durationMs: { mean: number | null; known: number } };
  });
}

/** The same of what the view says, in the same order. */
export const comparable = (items: readonly AgentFigures[]) =>
  items
    .map((item) => {
      const { mean, known } = item.durationMs;
      const rest: Partial<AgentFigures> = { ...item };
      delete rest.series;
      return { ...(rest as Omit<AgentFigures, 'series'>), durationMs: { mean, known } };
    })
    .sort(byKey);

export const byKey = (a: { teamId: string; agent: string; split: string | null }, b: typeof a): number =>
  JSON.stringify([a.teamId, a.agent, a.split ?? '']) < JSON.stringify([b.teamId, b.agent, b.split ?? '']) ? -1 : 1;
