import { isUncosted } from '../../rebuild/metrics-sql.ts';
import { inRanges } from '../totals/figures.ts';
import type { Split } from '../totals/tiers.ts';

/** What costs are told by, with the columns that say so. */
export const groups = {
  agent: ['team_id', 'agent'],
  release: ['team_id', 'agent', 'release'],
  environment: ['environment'],
  team: ['team_id'],
  model: ['provider', 'model'],
  user: ['user_id'],
} as const satisfies Record<string, readonly string[]>;
export type By = keyof typeof groups;

/**
 * SELECTs whose rows add up to the costs within the range: `cost`, `computed`, `input`, `output` (null = unknown), `uncosted`,
 * `calls`. `where` holds for team_id, agent and environment of all of them.
 */
export function costSources(by: By, where: string, split: Split): string[] {
  const keys = groups[by].join(', ');
  if (by === 'user') {
    const all = [...split.days, ...split.hours, ...split.minutes, ...split.live];
    return all.length === 0
      ? []
      : [`SELECT ${keys}, ${ofInvocations} FROM runs FINAL WHERE ${where} AND ${inRanges(all)} AND is_deleted = 0`];
  }
  const closed = (name: string, columns: string): string[] =>
    (
      [
        ['1d', split.days],
        ['1h', split.hours],
        ['1m', split.minutes],
      ] as const
    ).flatMap(([tier, ranges]) =>
      ranges.length === 0
        ? []
        : [`SELECT ${keys}, ${columns} FROM ${name}_${tier} AS m FINAL WHERE ${where} AND ${inRanges(ranges)}`],
    );
  const open = (from: string): string[] =>
    split.live.length === 0 ? [] : [`SELECT ${keys}, ${from} AND ${where} AND ${inRanges(split.live)}`];
  return by === 'model'
    ? [...closed('metrics', ofMetrics), ...open(`${ofSteps} FROM steps AS s FINAL WHERE counted`)]
    : [...closed('agents', ofInvocations), ...open(`${ofInvocations} FROM invocations FINAL WHERE is_deleted = 0`)];
}

/** `runs` and the rollups of agents have the same columns. */
const ofInvocations = `cost_nano_usd AS cost, cost_computed_nano_usd AS computed, toUInt64(uncosted_calls) AS uncosted,
  toUInt64(model_calls) AS calls, input_tokens AS input, output_tokens AS output`;

/**
 * These keep 0 for unknown, and how many calls told nothing though they went well. A call that failed may have told nothing either:
 * tokens are known where some call must have told them, or where there are some.
 */
const ofMetrics = `if(m.cost_known > 0, m.cost_nano_usd, NULL) AS cost, nullIf(m.cost_computed_nano_usd, 0) AS computed,
  m.uncosted_calls AS uncosted, m.calls AS calls, if(m.calls > m.unknown_calls + m.errors OR m.input_tokens > 0, m.input_tokens, NULL) AS input,
  if(m.calls > m.unknown_calls + m.errors OR m.output_tokens > 0, m.output_tokens, NULL) AS output`;

const ofSteps = `s.cost_nano_usd AS cost, if(cost_source = 'computed', s.cost_nano_usd, NULL) AS computed,
  toUInt64(${isUncosted}) AS uncosted, toUInt64(counts_call) AS calls, s.input_tokens AS input, s.output_tokens AS output`;
