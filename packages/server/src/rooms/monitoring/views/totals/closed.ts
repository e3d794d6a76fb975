import type { Warehouse } from '../../../../ports/warehouse.ts';
import { type FigureRow, type Scope, scopeFilter, scopeParams } from './figures.ts';
import type { Range, Split } from './tiers.ts';

/** A run without any agent is one invocation: its row stands under the kind of its top span. */
const sums = `sum(spans) AS spans, sum(runs) AS runs,
  sumIf(m.spans, kind = 'agent') + sumIf(m.runs, kind != 'agent') AS invocations,
  sum(errors) AS errors, sum(calls) AS modelCalls, sum(input_tokens) AS inputTokens, sum(output_tokens) AS outputTokens,
  sum(unknown_calls) AS unknownCalls, sum(cost_known) AS costKnown, sum(cost_nano_usd) AS costNanoUsd,
  sum(cost_computed_nano_usd) AS costComputedNanoUsd, sum(uncosted_calls) AS uncostedCalls`;

const settings = { do_not_merge_across_partitions_select_final: 1 };

/** Figures of closed minutes from the rollups, a row a tier. */
export async function closedFigures(
  warehouse: Warehouse,
  scope: Scope,
  split: Pick<Split, 'days' | 'hours' | 'minutes'>,
): Promise<FigureRow[]> {
  const tiers = [
    tier('metrics_1d', scope, split.days),
    tier('metrics_1h', scope, split.hours),
    tier('metrics_1m', scope, split.minutes),
  ].flat();
  if (tiers.length === 0) return [];
  return warehouse.query<FigureRow>(tiers.join(' UNION ALL '), scopeParams(scope), { settings });
}

const tier = (table: string, scope: Scope, ranges: readonly Range[]): string[] =>
  ranges.length === 0 ? [] : [`SELECT ${sums} FROM ${table} AS m FINAL WHERE ${scopeFilter(scope, ranges)}`];
