import type { Warehouse } from '../../../ports/warehouse.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { MonitoringTables } from '../tables.ts';
import { idsOf } from './read-changed.ts';

const atOnce = 500;
/** A group is made before its first occurrence is written. */
const graceMs = 3_600_000;

/**
 * Forgets groups of which nothing is left: their runs are past their time, removed, or grouped otherwise by now. With them goes what
 * their templates hold of messages. What people said of them stays: a group that comes back has the same id. Returns how many went.
 */
export async function forgetGroups({ state, workspaceId, clock }: Ctx, warehouse: Warehouse): Promise<number> {
  let gone = 0;
  for (let after = ''; ;) {
    const groups = await state.db
      .withTables<MonitoringTables>()
      .selectFrom('ops_failure_groups')
      .select('id')
      .where('workspace_id', '=', workspaceId)
      .where('id', '>', after)
      .where('created_at', '<', new Date(clock.now() - graceMs))
      .orderBy('id')
      .limit(atOnce)
      .execute();
    const last = groups.at(-1);
    if (last === undefined) return gone;
    const ids = groups.map(({ id }) => id);
    const held = await warehouse.query<{ id: string }>(
      `SELECT DISTINCT failure_id AS id FROM failures FINAL
       WHERE workspace_id = {workspace:String} AND is_deleted = 0 AND failure_id IN (${idsOf(ids)})`,
      { workspace: workspaceId },
    );
    const kept = new Set(held.map(({ id }) => id));
    const empty = ids.filter((id) => !kept.has(id));
    if (empty.length > 0)
      await state.transact((tx) =>
        tx
          .withTables<MonitoringTables>()
          .deleteFrom('ops_failure_groups')
          .where('workspace_id', '=', workspaceId)
          .where('id', 'in', empty)
          .execute(),
      );
    gone += empty.length;
    after = last.id;
  }
}
