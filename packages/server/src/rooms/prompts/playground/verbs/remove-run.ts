import { authorize } from '../../../../spine/authorize.ts';
import type { Ctx } from '../../../../spine/ctx.ts';
import { missing } from '../../find-prompt.ts';
import type { Playground } from '../playground.ts';
import { playgroundDb } from '../tables.ts';

/** Before its time is over. One that still runs is cancelled. */
export async function removeRun(ctx: Ctx, playground: Playground, { id }: { id: string }): Promise<void> {
  authorize(ctx, 'model_provider.use', 'anywhere');
  const { numDeletedRows } = await playgroundDb(ctx.state.db)
    .deleteFrom('ops_playground_runs')
    .where('id', '=', id)
    .where('workspace_id', '=', ctx.workspaceId)
    .where('created_by', '=', ctx.actor.id)
    .executeTakeFirst();
  if (numDeletedRows === 0n) throw missing('run of the playground');
  playground.stop(id);
}
