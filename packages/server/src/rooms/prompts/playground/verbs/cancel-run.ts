import { authorize } from '../../../../spine/authorize.ts';
import type { Ctx } from '../../../../spine/ctx.ts';
import { missing } from '../../find-prompt.ts';
import type { Playground } from '../playground.ts';
import { endRun, ownRun } from '../store.ts';
import { playgroundDb } from '../tables.ts';

/** Calls under way are ended, wherever they are; answers that are there stay. A run that has ended is left as it is. */
export async function cancelRun(ctx: Ctx, playground: Playground, { id }: { id: string }): Promise<void> {
  authorize(ctx, 'model_provider.use', 'anywhere');
  const run = await ownRun(playgroundDb(ctx.state.db), ctx).where('id', '=', id).executeTakeFirst();
  if (run === undefined) throw missing('run of the playground');
  await endRun(ctx.state, { id, at: new Date(ctx.clock.now()) }, 'cancelled');
  playground.stop(id);
}
