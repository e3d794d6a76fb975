import { createHash } from 'node:crypto';
import type { Ctx } from '../spine/ctx.ts';
import { accessDb } from './tables.ts';

/**
 * The id of a workspace's demo team, made from the workspace's own: it is found under whatever name it has been given, and a
 * team that somebody called "Demo" is never taken for it. Begins with f…, so that it sorts behind ids of any time.
 */
export const demoTeamId = (workspaceId: string): string =>
  `tea_ffffffff${createHash('sha256').update(`signalbox.demo ${workspaceId}`).digest('hex').slice(0, 24)}`;

type DemoTeam = { id: string; createdAt: Date; lastKeyAt: Date | null };

/** null before the first demo. For callers that have authorised. */
export async function findDemoTeam(ctx: Ctx): Promise<DemoTeam | null> {
  const db = accessDb(ctx.state.db);
  const id = demoTeamId(ctx.workspaceId);
  const team = await db.selectFrom('teams').where('id', '=', id).select(['id', 'created_at']).executeTakeFirst();
  if (team === undefined) return null;
  const keys = db.selectFrom('keys').where('team_id', '=', id).orderBy('created_at', 'desc');
  const last = await keys.select('created_at').limit(1).executeTakeFirst();
  return { id, createdAt: team.created_at, lastKeyAt: last?.created_at ?? null };
}
