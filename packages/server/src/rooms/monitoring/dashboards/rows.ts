import { type Kysely, type Selectable, sql } from 'kysely';
import { allows, authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import type { SpineTables } from '../../../spine/tables.ts';
import type { Tx } from '../../../spine/tx.ts';
import type { Dashboard, DashboardBody, Widget } from '../contract-dashboards.ts';
import type { MonitoringTables } from '../tables.ts';
import { fleetDashboard } from './fleet.ts';

export type DashboardRow = Selectable<MonitoringTables['dashboards']>;
type Db = Kysely<SpineTables & MonitoringTables>;

export const dashboardOf = (row: DashboardRow): Dashboard => ({
  ...{ id: row.id, teamId: row.team_id, builtIn: false, version: row.version, createdBy: row.created_by },
  ...{ changedAt: row.changed_at.toISOString(), ...bodyOf(row) },
});

export const bodyOf = (row: DashboardRow): DashboardBody => ({
  ...{ name: row.name, description: row.description, range: row.range },
  widgets: JSON.parse(row.widgets) as Widget[],
});

export const columnsOf = ({ name, description, range, widgets }: DashboardBody) => ({
  ...{ name, description, range, widgets: JSON.stringify(widgets) },
});

/** Where a dashboard is read and changed: one of no team is of the whole workspace. */
export const placeOf = (teamId: string | null): { teamId?: string } => (teamId === null ? {} : { teamId });

/** One that may be seen; of the whole workspace by whoever may see any. Throws `monitoring.dashboard_not_found`. */
export async function findDashboard(ctx: Ctx, id: string, removed = false): Promise<Dashboard> {
  authorize(ctx, 'dashboard.read', 'anywhere');
  if (id === fleetDashboard.id) return fleetDashboard;
  const row = await rowOf(ctx.state.db.withTables<MonitoringTables>(), ctx, id, removed);
  if (!allows(ctx.actor, 'dashboard.read', row.team_id === null ? 'anywhere' : placeOf(row.team_id))) throw missing();
  return dashboardOf(row);
}

/** The same for verbs: also throws `access.denied` where it may be seen and not changed, and `monitoring.dashboard_built_in`. */
export async function dashboardToChange(ctx: Ctx, id: string, removed = false): Promise<Dashboard> {
  authorize(ctx, 'dashboard.change', 'anywhere');
  const found = await findDashboard(ctx, id, removed);
  if (found.builtIn) throw new AppError('monitoring.dashboard_built_in', { params: { name: found.name } });
  authorize(ctx, 'dashboard.change', placeOf(found.teamId));
  return found;
}

/** Holds until COMMIT what the dashboards of a workspace are called: a name that is free stays so until it is taken. */
export async function holdNames(tx: Tx, ctx: Ctx): Promise<Db> {
  await sql`select pg_advisory_xact_lock(hashtext(${`dashboards ${ctx.workspaceId}`}))`.execute(tx);
  return tx.withTables<MonitoringTables>();
}

export async function rowOf(db: Db, ctx: Ctx, id: string, removed = false): Promise<DashboardRow> {
  const row = await db
    .selectFrom('dashboards')
    .selectAll()
    .where('workspace_id', '=', ctx.workspaceId)
    .where('id', '=', id)
    .where('removed_at', removed ? 'is not' : 'is', null)
    .executeTakeFirst();
  if (row === undefined) throw missing();
  return row;
}

type Named = { name: string; teamId: string | null };

/** The standing one of this name, among those of the same team. */
export const namedSo = (db: Db, ctx: Ctx, { name, teamId }: Named): Promise<DashboardRow | undefined> =>
  db
    .selectFrom('dashboards')
    .selectAll()
    .where('workspace_id', '=', ctx.workspaceId)
    .where('removed_at', 'is', null)
    .where((eb) => (teamId === null ? eb('team_id', 'is', null) : eb('team_id', '=', teamId)))
    // Both by the database, as its index does: JavaScript's small letters are others (İ, Σ at an end).
    .where((eb) => eb(eb.fn('lower', ['name']), '=', eb.fn<string>('lower', [eb.cast<string>(eb.val(name), 'text')])))
    .executeTakeFirst();

/** Throws `monitoring.dashboard_name_taken`; `but` may have it. */
export async function demandFree(db: Db, ctx: Ctx, named: Named, but?: string): Promise<void> {
  const other = await namedSo(db, ctx, named);
  if (other !== undefined && other.id !== but)
    throw new AppError('monitoring.dashboard_name_taken', { params: { name: named.name } });
}

/** Throws `monitoring.dashboard_not_found` where the team is not one of the workspace. */
export async function demandTeam(db: Db, ctx: Ctx, teamId: string | null): Promise<void> {
  if (teamId === null) return;
  const teams = db.selectFrom('teams').select('id').where('workspace_id', '=', ctx.workspaceId);
  if ((await teams.where('id', '=', teamId).executeTakeFirst()) === undefined) throw missing();
}

const missing = (): AppError => new AppError('monitoring.dashboard_not_found');
