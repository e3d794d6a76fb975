import { allows, authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { Freeze } from '../contract-deployments.ts';
import { freezeOf } from '../freeze-rows.ts';
import { lifecycleDb } from '../tables.ts';

const most = 200;

/** Freezes that hold or are to come, and are not lifted; those of other teams only for who may see these. By their beginning. */
export async function listFreezes(ctx: Ctx): Promise<{ items: Freeze[] }> {
  authorize(ctx, 'agent.read', 'anywhere');
  const db = lifecycleDb(ctx.state.db);
  const rows = await db
    .selectFrom('freeze_windows')
    .selectAll()
    .where('workspace_id', '=', ctx.workspaceId)
    .where('until_at', '>', new Date(ctx.clock.now()))
    .where('lifted_at', 'is', null)
    .orderBy('from_at')
    .limit(most)
    .execute();
  const seen = rows.filter((row) => row.team_id === null || allows(ctx.actor, 'team.read', { teamId: row.team_id }));
  if (seen.length === 0) return { items: [] };
  const ids = seen.map((row) => row.id);
  const overrides = await db.selectFrom('freeze_overrides').selectAll().where('freeze_id', 'in', ids).execute();
  return { items: seen.map((row) => freezeOf(row, overrides)) };
}
