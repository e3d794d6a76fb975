import { sql } from 'kysely';
import type { Ctx } from '../../../spine/ctx.ts';
import { newId } from '../../../spine/ids.ts';
import type { Unit } from '../../../spine/ledger/change.ts';
import type { Dashboard, WriteDashboard } from '../contract-dashboards.ts';
import { columnsOf, dashboardOf, demandFree, demandTeam, holdNames } from './rows.ts';

/** Writes a new one; `from` the dashboard that it is a copy of. Throws `monitoring.dashboard_name_taken`. */
export async function insertDashboard(
  { tx, append }: Unit,
  ctx: Ctx,
  { teamId, ...body }: WriteDashboard,
  from: string | null = null,
): Promise<Dashboard> {
  const db = await holdNames(tx, ctx);
  await demandTeam(db, ctx, teamId);
  await demandFree(db, ctx, { name: body.name, teamId });
  const now = sql<Date>`clock_timestamp()`;
  const row = await db
    .insertInto('dashboards')
    .values({
      ...{ id: newId('dsh', ctx.clock.now()), workspace_id: ctx.workspaceId, team_id: teamId, version: 1 },
      ...{ created_by: ctx.actor.id, created_at: now, changed_at: now, removed_at: null, ...columnsOf(body) },
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  append({ type: 'dashboard.created', v: 1, resource: row.id, payload: { teamId, from, after: body } });
  return dashboardOf(row);
}
