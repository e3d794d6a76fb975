import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { change } from '../../../spine/ledger/change.ts';
import type { Dashboard, WriteDashboard } from '../contract-dashboards.ts';
import { insertDashboard } from '../dashboards/insert.ts';
import { placeOf } from '../dashboards/rows.ts';

export async function createDashboard(ctx: Ctx, said: WriteDashboard): Promise<Dashboard> {
  authorize(ctx, 'dashboard.change', placeOf(said.teamId));
  return change(ctx, (unit) => insertDashboard(unit, ctx, said));
}
