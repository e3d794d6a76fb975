import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { change } from '../../../spine/ledger/change.ts';
import type { ImportedDashboard } from '../contract-dashboards.ts';
import { readDashboard } from '../dashboards/document.ts';
import { insertDashboard } from '../dashboards/insert.ts';
import { holdNames, namedSo, placeOf } from '../dashboards/rows.ts';
import { updateDashboard } from '../dashboards/update.ts';

type Input = { yaml: string; teamId: string | null };

/** Makes the dashboard of this name in this team what the text says; again as often as you like. */
export async function importDashboard(ctx: Ctx, { yaml, teamId }: Input): Promise<ImportedDashboard> {
  authorize(ctx, 'dashboard.change', placeOf(teamId));
  const said = { ...readDashboard(yaml), teamId };
  return change(ctx, async (unit) => {
    const there = await namedSo(await holdNames(unit.tx, ctx), ctx, said);
    if (there === undefined) return { outcome: 'created', dashboard: await insertDashboard(unit, ctx, said) };
    const dashboard = await updateDashboard(unit, ctx, { id: there.id, said, expected: null });
    return { outcome: dashboard.version === there.version ? 'unchanged' : 'changed', dashboard };
  });
}
