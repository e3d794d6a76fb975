import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { change } from '../../../spine/ledger/change.ts';
import type { Dashboard } from '../contract-dashboards.ts';
import { dashboardOf, dashboardToChange, demandFree, holdNames, rowOf } from '../dashboards/rows.ts';

/** Brings a removed one back, as it was. Throws `monitoring.dashboard_name_taken` where another took its name meanwhile. */
export async function restoreDashboard(ctx: Ctx, { id }: { id: string }): Promise<Dashboard> {
  authorize(ctx, 'dashboard.change', 'anywhere');
  await dashboardToChange(ctx, id, true);
  return change(ctx, async ({ tx, append }) => {
    const db = await holdNames(tx, ctx);
    const row = await rowOf(db, ctx, id, true);
    await demandFree(db, ctx, { name: row.name, teamId: row.team_id });
    await db.updateTable('dashboards').set({ removed_at: null }).where('id', '=', id).execute();
    append({ type: 'dashboard.restored', v: 1, resource: id, payload: { teamId: row.team_id } });
    return dashboardOf(row);
  });
}
