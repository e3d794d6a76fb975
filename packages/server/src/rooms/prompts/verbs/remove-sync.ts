import type { Repositories } from '../../../ports/repository.ts';
import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { change } from '../../../spine/ledger/change.ts';
import { findSync } from '../sync/find-sync.ts';
import { settingOf } from '../sync/rows.ts';
import { promptTx } from '../tables.ts';

/** Ends a sync. Prompts and files stay as they are on both sides. */
export async function removeSync(ctx: Ctx, repositories: Repositories, { id }: { id: string }): Promise<void> {
  authorize(ctx, 'prompt.sync', 'anywhere');
  const sync = await findSync(ctx, id, 'prompt.sync');
  await change(ctx, async ({ tx, append }) => {
    const { numDeletedRows } = await promptTx(tx)
      .deleteFrom('prompt_syncs')
      .where('id', '=', sync.id)
      .executeTakeFirst();
    if (numDeletedRows === 0n) return;
    const payload = { teamId: sync.team_id, folder: sync.folder, before: settingOf(sync), after: null };
    append({ type: 'prompt_sync.set', v: 1, resource: sync.id, payload });
  });
  await repositories.forget(sync.id);
}
