import type { Warehouse } from '../../../../ports/warehouse.ts';
import { isUncosted } from '../../rebuild/metrics-sql.ts';
import { type FigureRow, type Scope, scopeFilter, scopeParams } from './figures.ts';
import type { Range } from './tiers.ts';

const settings = { do_not_merge_across_partitions_select_final: 1 };

type StepFigures = Omit<FigureRow, 'spans'> & { superseded: string };

/**
 * Figures of minutes that have no rollup yet. Spans are counted from what was inserted, so they are here at once; the rest
 * comes from the assembled steps, some seconds later.
 */
export async function liveFigures(
  warehouse: Warehouse,
  scope: Scope,
  ranges: readonly Range[],
): Promise<Partial<FigureRow>[]> {
  if (ranges.length === 0) return [];
  const [spans, steps] = await Promise.all([
    distinctSpans(warehouse, scope, ranges),
    stepFigures(warehouse, scope, ranges),
  ]);
  const elsewhere = Number(steps.superseded) === 0 ? 0 : await countedElsewhere(warehouse, scope, ranges);
  return [{ ...steps, spans: String(spans - elsewhere) }];
}

/** By 128 bits, exact for all practical ends; as a number, since uniqExact hashes anything else once more (2.3 times the CPU). */
async function distinctSpans(warehouse: Warehouse, scope: Scope, ranges: readonly Range[]): Promise<number> {
  const sql = `SELECT uniqExact(reinterpretAsUInt128(murmurHash3_128(concat(trace_id, span_id)))) AS n
    FROM spans WHERE ${scopeFilter(scope, ranges)}`;
  const [row] = await warehouse.query<{ n: string }>(sql, scopeParams(scope));
  return Number(row?.n ?? 0);
}

async function stepFigures(warehouse: Warehouse, scope: Scope, ranges: readonly Range[]): Promise<StepFigures> {
  const sql = `SELECT countIf(counted AND is_top) AS runs,
      countIf(counted AND (kind = 'agent' OR is_top)) AS invocations,
      countIf(counted AND is_error) AS errors, countIf(counted AND counts_call) AS modelCalls,
      sumIf(toUInt64(ifNull(input_tokens, 0)), counted) AS inputTokens,
      sumIf(toUInt64(ifNull(output_tokens, 0)), counted) AS outputTokens,
      countIf(counted AND counts_call AND input_tokens IS NULL AND NOT is_error) AS unknownCalls,
      countIf(counted AND cost_nano_usd IS NOT NULL) AS costKnown, sumIf(ifNull(cost_nano_usd, 0), counted) AS costNanoUsd,
      sumIf(ifNull(cost_nano_usd, 0), counted AND cost_source = 'computed') AS costComputedNanoUsd,
      countIf(counted AND ${isUncosted}) AS uncostedCalls, countIf(NOT counted) AS superseded
    FROM steps AS s FINAL WHERE ${scopeFilter(scope, ranges)}`;
  const [row] = await warehouse.query<StepFigures>(sql, scopeParams(scope), { settings });
  return row!;
}

/**
 * Spans with rows in these minutes that count in another minute or for another team: a start that moved, an id that two
 * teams sent. Asked only where such rows are known.
 */
async function countedElsewhere(warehouse: Warehouse, scope: Scope, ranges: readonly Range[]): Promise<number> {
  const where = scopeFilter(scope, ranges);
  const sql = `SELECT count() AS n FROM (
    SELECT trace_id, span_id FROM steps FINAL
    WHERE ${where} AND (trace_id, span_id) IN (SELECT trace_id, span_id FROM steps FINAL WHERE ${where} AND NOT counted)
    GROUP BY trace_id, span_id HAVING NOT max(counted))`;
  const [row] = await warehouse.query<{ n: string }>(sql, scopeParams(scope), { settings });
  return Number(row?.n ?? 0);
}
