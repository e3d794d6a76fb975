import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { Dashboard } from '../contract-dashboards.ts';
import { findDashboard } from '../dashboards/rows.ts';

/** Throws `monitoring.dashboard_not_found`. */
export async function getDashboard(ctx: Ctx, { id }: { id: string }): Promise<Dashboard> {
  authorize(ctx, 'dashboard.read', 'anywhere');
  return findDashboard(ctx, id);
}
