import type { Warehouse } from '../../../../ports/warehouse.ts';
import { authorize, visiblePlaces } from '../../../../spine/authorize.ts';
import type { Ctx } from '../../../../spine/ctx.ts';
import { bookOf, type InForce } from '../../prices/book.ts';
import { readOverrides } from '../../prices/read-overrides.ts';
import { costSources } from '../costs/sources.ts';
import { told } from '../rows/run-row.ts';
import { placeFilter } from '../sight.ts';
import type { Rollups } from '../totals/get-totals.ts';
import { lastDays, rangeOf } from '../totals/range.ts';
import { splitRange } from '../totals/tiers.ts';

export type PriceFacts = { warehouse: Warehouse; rollups: Pick<Rollups, 'openMinutes'> };
export type PriceRange = { from?: string | undefined; to?: string | undefined };
/** `inputTokens` and `outputTokens` of all calls, as far as told; null = none was. */
export type CalledModel = {
  provider: string | null;
  model: string;
  calls: number;
  unknownCalls: number;
  inputTokens: number | null;
  outputTokens: number | null;
};
type Row = {
  provider: string;
  model: string;
  calls_sum: string;
  uncosted_sum: string;
  tokens: [string | null, string | null];
};

const settings = { do_not_merge_across_partitions_select_final: 1 };

/**
 * Models that were called within the range (by default 30 days), each with the price in force at its end.
 * Throws `access.denied` for who may see no figures anywhere.
 */
export async function calledModels(
  ctx: Ctx,
  { warehouse, rollups }: PriceFacts,
  query: PriceRange,
): Promise<{ items: { called: CalledModel; inForce: InForce | null }[]; from: string; to: string }> {
  authorize(ctx, 'totals.read', 'anywhere');
  const range = lastDays(30, query, ctx.clock.now());
  const visible = placeFilter(visiblePlaces(ctx.actor, 'totals.read'));
  const where = `workspace_id = {workspace:String} AND ${visible.where} AND model != ''`;
  const split = splitRange(rangeOf(range), rollups.openMinutes(ctx.workspaceId));
  const parts = costSources('model', where, split);
  if (parts.length === 0) return { items: [], ...range };
  const sql = `SELECT provider, model, sum(t.calls) AS calls_sum, sum(t.uncosted) AS uncosted_sum, (sum(t.input), sum(t.output)) AS tokens
    FROM (${parts.join(' UNION ALL ')}) AS t GROUP BY provider, model HAVING calls_sum > 0 OR uncosted_sum > 0`;
  const params = { workspace: ctx.workspaceId, ...visible.params };
  const [rows, overrides] = await Promise.all([
    warehouse.query<Row>(sql, params, { settings }),
    readOverrides(ctx.state.db, ctx.workspaceId),
  ]);
  const { inForce } = bookOf(overrides);
  const at = Date.parse(range.to);
  const items = rows.map((row) => ({ called: calledOf(row), inForce: inForce(row.model, row.provider, at) }));
  return { items, ...range };
}

const calledOf = ({ provider, model, calls_sum, uncosted_sum, tokens }: Row): CalledModel => ({
  provider: told(provider),
  model,
  calls: Number(calls_sum),
  unknownCalls: Number(uncosted_sum),
  inputTokens: tokens[0] === null ? null : Number(tokens[0]),
  outputTokens: tokens[1] === null ? null : Number(tokens[1]),
});
