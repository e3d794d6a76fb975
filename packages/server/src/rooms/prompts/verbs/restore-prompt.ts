import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { change } from '../../../spine/ledger/change.ts';
import { lockPrompt, promptToChange } from '../find-prompt.ts';
import { promptTx } from '../tables.ts';

/** Takes a prompt out of the archive, as it was. */
export async function restorePrompt(ctx: Ctx, input: { id: string }): Promise<void> {
  authorize(ctx, 'prompt.write', 'anywhere');
  const { id } = await promptToChange(ctx, input.id, 'prompt.write');
  await change(ctx, async ({ tx, append }) => {
    const db = promptTx(tx);
    const prompt = await lockPrompt(db, id);
    if (prompt.archived_at === null) return;
    await db.updateTable('prompts').set({ archived_at: null }).where('id', '=', id).execute();
    append({ type: 'prompt.restored', v: 1, resource: id, payload: { teamId: prompt.team_id } });
  });
}
