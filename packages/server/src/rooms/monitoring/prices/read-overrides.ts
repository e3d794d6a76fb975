import type { Db } from '../../../spine/tx.ts';
import type { MonitoringTables } from '../tables.ts';
import type { Override } from './book.ts';
import type { UsdRates } from './list.ts';

/** What a workspace says instead of the price list; the eldest first. */
export async function readOverrides(db: Db, workspaceId: string): Promise<Override[]> {
  const rows = await db
    .withTables<MonitoringTables>()
    .selectFrom('price_overrides')
    .select(['id', 'provider', 'model', 'rates', 'discount'])
    .where('workspace_id', '=', workspaceId)
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ ...row, rates: row.rates === null ? null : (JSON.parse(row.rates) as UsdRates) }));
}
