import { sql } from 'kysely';
import { canonicalize } from 'json-canonicalize';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import type { Unit } from '../../../spine/ledger/change.ts';
import type { Dashboard, WriteDashboard } from '../contract-dashboards.ts';
import { bodyOf, columnsOf, dashboardOf, demandFree, demandTeam, holdNames, rowOf } from './rows.ts';

type To = { id: string; said: WriteDashboard; expected: number | null };

/** Writes over one, as it was read at version `expected` (null = as it is); what says nothing new changes nothing. */
export async function updateDashboard(
  { tx, append }: Unit,
  ctx: Ctx,
  { id, said: { teamId, ...body }, expected }: To,
): Promise<Dashboard> {
  const db = await holdNames(tx, ctx);
  const row = await rowOf(db, ctx, id);
  if (expected !== null && row.version !== expected) {
    const params = { name: row.name, version: row.version, expected };
    throw new AppError('monitoring.dashboard_changed', { params });
  }
  const before = { teamId: row.team_id, ...bodyOf(row) };
  const after = { teamId, ...body };
  if (canonicalize(before) === canonicalize(after)) return dashboardOf(row);
  await demandTeam(db, ctx, teamId);
  await demandFree(db, ctx, { name: body.name, teamId }, id);
  const written = await db
    .updateTable('dashboards')
    .set({
      ...{ team_id: teamId, version: row.version + 1, changed_at: sql<Date>`clock_timestamp()` },
      ...columnsOf(body),
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  append({ type: 'dashboard.changed', v: 1, resource: id, payload: { teamId, before, after } });
  return dashboardOf(written);
}
