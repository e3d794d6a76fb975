import type { AgentFigures, Cost } from '../../contract-figures.ts';
import { quantileMs } from './quantile.ts';
import type { Points } from './points.ts';

type Outcome = 'completed' | 'failed' | 'passed_to_person' | 'abandoned' | 'unknown';
type Count =
  | Outcome
  | `${Outcome}_inferred`
  | 'invocations'
  | 'top_level'
  | 'unbound'
  | 'refused'
  | 'errors'
  | 'model_calls'
  | 'tool_calls'
  | 'unknown_calls'
  | 'uncosted_calls'
  | 'duration_ns'
  | 'duration_known';
type Sum =
  | 'input_tokens'
  | 'output_tokens'
  | 'cache_read_tokens'
  | 'cache_write_tokens'
  | 'reasoning_tokens'
  | 'cost_nano_usd'
  | 'cost_computed_nano_usd';

type Key = { team_id: string; agent: string; split: string };
/** 64-bit integers come as text. */
export type FigureRow = Key & { [name in Count]: string } & { [name in Sum]: string | null } & {
  first_start: string;
  last_start: string;
  duration_hist: Record<string, string>;
};
export type SeriesRow = Key & { points: [point: number, invocations: string, failed: string][] };

/** Figures with their series, joined by agent and split. */
export function figuresOf(rows: readonly FigureRow[], series: readonly SeriesRow[], points: Points): AgentFigures[] {
  const byKey = Map.groupBy(series, keyOf);
  return rows.map((row) => ({ ...figures(row), series: seriesOf(byKey.get(keyOf(row)) ?? [], points) }));
}

function figures(row: FigureRow): Omit<AgentFigures, 'series'> {
  const share = (name: Outcome) => ({ count: Number(row[name]), inferred: Number(row[`${name}_inferred`]) });
  const histogram = new Map(Object.entries(row.duration_hist).map(([index, n]) => [Number(index), Number(n)]));
  const known = Number(row.duration_known);
  return {
    teamId: row.team_id,
    agent: row.agent,
    split: row.split === '' ? null : row.split,
    invocations: Number(row.invocations),
    topLevel: Number(row.top_level),
    unbound: Number(row.unbound),
    outcomes: {
      completed: share('completed'),
      failed: share('failed'),
      passedToPerson: share('passed_to_person'),
      abandoned: share('abandoned'),
      unknown: share('unknown'),
    },
    refused: Number(row.refused),
    errors: Number(row.errors),
    modelCalls: Number(row.model_calls),
    toolCalls: Number(row.tool_calls),
    tokens: {
      input: known64(row.input_tokens),
      output: known64(row.output_tokens),
      cacheRead: known64(row.cache_read_tokens),
      cacheWrite: known64(row.cache_write_tokens),
      reasoning: known64(row.reasoning_tokens),
      unknownCalls: Number(row.unknown_calls),
    },
    cost: costOfRow(row),
    durationMs: {
      mean: known === 0 ? null : Number(row.duration_ns) / known / 1e6,
      p50: quantileMs(histogram, 0.5),
      p95: quantileMs(histogram, 0.95),
      known,
    },
    firstAt: isoOfText(row.first_start),
    lastAt: isoOfText(row.last_start),
  };
}

type CostColumns = Pick<FigureRow, 'cost_nano_usd' | 'cost_computed_nano_usd' | 'uncosted_calls'>;

const costOfRow = (row: CostColumns): Cost => ({
  usd: usdOf(row.cost_nano_usd),
  computedUsd: usdOf(row.cost_computed_nano_usd),
  unknownCalls: Number(row.uncosted_calls),
});

function seriesOf(rows: readonly SeriesRow[], { count }: Points): AgentFigures['series'] {
  const invocations = Array.from({ length: count }, () => 0);
  const failed = [...invocations];
  for (const [point, n, f] of rows.flatMap((row) => row.points)) {
    invocations[point]! += Number(n);
    failed[point]! += Number(f);
  }
  return { invocations, failed };
}

const keyOf = ({ team_id, agent, split }: Key): string => JSON.stringify([team_id, agent, split]);
const known64 = (value: string | null): number | null => (value === null ? null : Number(value));
const usdOf = (nano: string | null): number | null => (nano === null ? null : Number(nano) / 1e9);
/** A DateTime64(9) as the warehouse writes it in UTC. */
const isoOfText = (text: string): string => `${text.slice(0, 23).replace(' ', 'T')}Z`;
