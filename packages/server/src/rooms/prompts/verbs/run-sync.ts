import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { findSync } from '../sync/find-sync.ts';
import { promptDb } from '../tables.ts';

/** Asks for a turn of a sync now, instead of within the minute. What it comes to is shown by the list of syncs. */
export async function runSync(ctx: Ctx, { id, wake }: { id: string; wake: () => void }): Promise<void> {
  authorize(ctx, 'prompt.write', 'anywhere');
  const sync = await findSync(ctx, id, 'prompt.write');
  const wanted = { wanted_at: new Date(ctx.clock.now()) };
  await promptDb(ctx.state.db).updateTable('ops_prompt_syncs').set(wanted).where('sync_id', '=', sync.id).execute();
  wake();
}
