import { authorize } from '../../../../spine/authorize.ts';
import type { Ctx } from '../../../../spine/ctx.ts';
import type { PriceList } from '../../contract-costs.ts';
import { listAsOf, listPrices as listed } from '../../prices/list.ts';
import { overrideOf } from '../../prices/override-row.ts';
import type { Affected } from '../../rebuild/reassembly.ts';
import type { MonitoringTables } from '../../tables.ts';

/** How far the changes of prices that are not followed yet have come, together; null = none is open. */
async function openRecalculation({ state, workspaceId }: Ctx): Promise<PriceList['recalculation']> {
  const open = await state.db
    .withTables<MonitoringTables>()
    .selectFrom('ops_reassemblies')
    .select(['affected', 'total', 'done'])
    .where('workspace_id', '=', workspaceId)
    .where('finished_at', 'is', null)
    .execute();
  // The others follow names of agents.
  const ofPrices = open.filter(({ affected }) => (JSON.parse(affected) as Affected).column === 'model');
  if (ofPrices.length === 0) return null;
  const sum = (numbers: number[]): number => numbers.reduce((all, one) => all + one, 0);
  const totals = ofPrices.flatMap(({ total }) => total ?? []);
  return {
    total: totals.length < ofPrices.length ? null : sum(totals),
    done: sum(ofPrices.map(({ done }) => done)),
  };
}

/** What models cost: the list of this version, and what the workspace says instead. */
export async function listPrices(ctx: Ctx): Promise<PriceList> {
  authorize(ctx, 'price.read', 'anywhere');
  const rows = await ctx.state.db
    .withTables<MonitoringTables>()
    .selectFrom('price_overrides')
    .selectAll()
    .where('workspace_id', '=', ctx.workspaceId)
    .orderBy('model')
    .orderBy('provider')
    .execute();
  return {
    recalculation: await openRecalculation(ctx),
    asOf: listAsOf,
    currency: 'USD',
    overrides: rows.map(overrideOf),
    list: listed.map((entry) => ({ ...entry, models: [...entry.models] })),
  };
}
