import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { change } from '../../../spine/ledger/change.ts';
import type { Dashboard } from '../contract-dashboards.ts';
import { insertDashboard } from '../dashboards/insert.ts';
import { findDashboard, namedSo, placeOf } from '../dashboards/rows.ts';
import type { MonitoringTables } from '../tables.ts';

type Input = { id: string; name?: string; teamId?: string | null };

/** Makes another like it, built-in ones too. Throws `monitoring.dashboard_name_taken` for a name that was said and is taken. */
export async function duplicateDashboard(ctx: Ctx, { id, name, teamId }: Input): Promise<Dashboard> {
  authorize(ctx, 'dashboard.change', 'anywhere');
  const { description, range, widgets, ...first } = await findDashboard(ctx, id);
  const place = teamId === undefined ? first.teamId : teamId;
  authorize(ctx, 'dashboard.change', placeOf(place));
  return change(ctx, async (unit) => {
    const free = name ?? (await freeName(unit.tx.withTables<MonitoringTables>(), ctx, first.name, place));
    return insertDashboard(unit, ctx, { name: free, description, range, widgets, teamId: place }, id);
  });
}

/** "Fleet copy", "Fleet copy 2", … */
async function freeName(db: Parameters<typeof namedSo>[0], ctx: Ctx, of: string, teamId: string | null) {
  const base = `${of.slice(0, 108)} copy`;
  for (let n = 1; ; n++) {
    const name = n === 1 ? base : `${base} ${n}`;
    if ((await namedSo(db, ctx, { name, teamId })) === undefined) return name;
  }
}
