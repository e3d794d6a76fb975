import { authorize } from '../../../../spine/authorize.ts';
import type { Ctx } from '../../../../spine/ctx.ts';
import type { PriceList } from '../../contract-costs.ts';
import { listAsOf, listPrices as listed } from '../../prices/list.ts';
import { overrideOf } from '../../prices/override-row.ts';
import type { MonitoringTables } from '../../tables.ts';

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
    asOf: listAsOf,
    currency: 'USD',
    overrides: rows.map(overrideOf),
    list: listed.map((entry) => ({ ...entry, models: [...entry.models] })),
  };
}
