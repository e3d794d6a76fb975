import { type Kysely, type Selectable, sql } from 'kysely';
import { allows, authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import type { SpineTables } from '../../../spine/tables.ts';
import type { Tx } from '../../../spine/tx.ts';
import type { ChangeView, SavedView } from '../contract-views.ts';
import type { MonitoringTables } from '../tables.ts';

export type SavedViewRow = Selectable<MonitoringTables['saved_views']>;
type Db = Kysely<SpineTables & MonitoringTables>;

export const viewOf = (row: SavedViewRow): SavedView => ({
  ...{ id: row.id, name: row.name, page: row.page, search: row.search },
  ...{ teamId: row.team_id === '' ? null : row.team_id, createdBy: row.created_by },
  createdAt: row.created_at.toISOString(),
});

/** What the ledger keeps of a view: never what it searches for, which can name people. */
export const told = ({ name, teamId }: Pick<ChangeView, 'name' | 'teamId'>) => ({ name, teamId });

/** Who has a view: a team, which one must be allowed to change things of, or whoever saves it. */
export function ownerOf(ctx: Ctx, teamId: string | null): { team_id: string; owner_id: string } {
  if (teamId === null) {
    authorize(ctx, 'run.read', 'anywhere');
    return { team_id: '', owner_id: ctx.actor.id };
  }
  authorize(ctx, 'dashboard.change', { teamId });
  return { team_id: teamId, owner_id: '' };
}

/** One that may be seen: one's own, or a team's. Throws `monitoring.view_not_found`. */
export async function findView(ctx: Ctx, id: string): Promise<SavedViewRow> {
  authorize(ctx, 'run.read', 'anywhere');
  const row = await ctx.state.db
    .withTables<MonitoringTables>()
    .selectFrom('saved_views')
    .selectAll()
    .where('workspace_id', '=', ctx.workspaceId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined || !isSeen(ctx, row)) throw missing();
  return row;
}

export const isSeen = (ctx: Ctx, row: SavedViewRow): boolean =>
  row.team_id === '' ? row.owner_id === ctx.actor.id : allows(ctx.actor, 'dashboard.read', { teamId: row.team_id });

type Named = Pick<SavedViewRow, 'team_id' | 'owner_id' | 'page' | 'name'>;

/** Holds the names until COMMIT. Throws `monitoring.view_name_taken`, `monitoring.view_not_found` for a team that is none; `but` may have it. */
export async function demandName(tx: Tx, ctx: Ctx, named: Named, but = ''): Promise<Db> {
  await sql`select pg_advisory_xact_lock(hashtext(${`views ${ctx.workspaceId}`}))`.execute(tx);
  const db = tx.withTables<MonitoringTables>();
  if (named.team_id !== '') {
    const teams = db.selectFrom('teams').select('id').where('workspace_id', '=', ctx.workspaceId);
    if ((await teams.where('id', '=', named.team_id).executeTakeFirst()) === undefined) throw missing();
  }
  const other = await db
    .selectFrom('saved_views')
    .select('id')
    .where('workspace_id', '=', ctx.workspaceId)
    .where('team_id', '=', named.team_id)
    .where('owner_id', '=', named.owner_id)
    .where('page', '=', named.page)
    .where((eb) => eb(eb.fn('lower', ['name']), '=', named.name.toLowerCase()))
    .where('id', '!=', but)
    .executeTakeFirst();
  if (other !== undefined) throw new AppError('monitoring.view_name_taken', { params: { name: named.name } });
  return db;
}

const missing = (): AppError => new AppError('monitoring.view_not_found');
