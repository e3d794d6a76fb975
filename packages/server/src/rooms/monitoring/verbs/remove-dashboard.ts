import { sql } from 'kysely';
import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { change } from '../../../spine/ledger/change.ts';
import { bodyOf, dashboardToChange, holdNames, rowOf } from '../dashboards/rows.ts';

/** Takes it out of every list; `restoreDashboard` brings it back as it was. */
export async function removeDashboard(ctx: Ctx, { id }: { id: string }): Promise<void> {
  authorize(ctx, 'dashboard.change', 'anywhere');
  await dashboardToChange(ctx, id);
  await change(ctx, async ({ tx, append }) => {
    const db = await holdNames(tx, ctx);
    const row = await rowOf(db, ctx, id);
    const removed = { removed_at: sql<Date>`clock_timestamp()` };
    await db.updateTable('dashboards').set(removed).where('id', '=', id).execute();
    const payload = { teamId: row.team_id, before: bodyOf(row) };
    append({ type: 'dashboard.removed', v: 1, resource: id, payload });
  });
}
