import type { Warehouse } from '../../../../ports/warehouse.ts';
import { type Scope, scopeFilter, scopeParams } from './figures.ts';
import type { Range } from './tiers.ts';

/** True when any of these runs stands for more than itself (docs/decisions/0007). Stops at the first that is found. */
export async function anySampled(warehouse: Warehouse, scope: Scope, range: Range): Promise<boolean> {
  const sql = `SELECT 1 AS one FROM runs
    WHERE ${scopeFilter(scope, [range])} AND is_deleted = 0 AND has(marks, 'sampled') LIMIT 1`;
  const rows = await warehouse.query<{ one: number }>(sql, scopeParams(scope));
  return rows.length > 0;
}
