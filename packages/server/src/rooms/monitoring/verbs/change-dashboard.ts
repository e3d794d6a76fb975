import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { change } from '../../../spine/ledger/change.ts';
import type { Dashboard, WriteDashboard } from '../contract-dashboards.ts';
import { dashboardToChange, placeOf } from '../dashboards/rows.ts';
import { updateDashboard } from '../dashboards/update.ts';

type Input = { id: string; expected: number; said: WriteDashboard };

/** Says the whole of it anew, on top of the version that was read. Throws `monitoring.dashboard_changed`. */
export async function changeDashboard(ctx: Ctx, input: Input): Promise<Dashboard> {
  authorize(ctx, 'dashboard.change', 'anywhere');
  await dashboardToChange(ctx, input.id);
  // It may go to another team: one must be able to change it there, too.
  authorize(ctx, 'dashboard.change', placeOf(input.said.teamId));
  return change(ctx, (unit) => updateDashboard(unit, ctx, input));
}
