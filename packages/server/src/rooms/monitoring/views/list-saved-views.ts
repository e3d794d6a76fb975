import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { SavedView } from '../contract-views.ts';
import { isSeen, viewOf } from '../saved-views/rows.ts';
import type { MonitoringTables } from '../tables.ts';

const most = 500;

/** One's own views and those of one's teams, by name. */
export async function listSavedViews(ctx: Ctx): Promise<{ items: SavedView[] }> {
  authorize(ctx, 'run.read', 'anywhere');
  const rows = await ctx.state.db
    .withTables<MonitoringTables>()
    .selectFrom('saved_views')
    .selectAll()
    .where('workspace_id', '=', ctx.workspaceId)
    .where('owner_id', 'in', ['', ctx.actor.id])
    .orderBy('name')
    .orderBy('id')
    .execute();
  return {
    items: rows
      .filter((row) => isSeen(ctx, row))
      .slice(0, most)
      .map(viewOf),
  };
}
