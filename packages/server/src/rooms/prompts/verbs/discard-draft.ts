import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { change } from '../../../spine/ledger/change.ts';
import { promptToChange } from '../find-prompt.ts';
import { promptTx } from '../tables.ts';

/** Throws the caller's own draft away; nothing where there is none. */
export async function discardDraft(ctx: Ctx, input: { id: string }): Promise<void> {
  authorize(ctx, 'prompt.write', 'anywhere');
  const { id, team_id: teamId } = await promptToChange(ctx, input.id, 'prompt.write');
  await change(ctx, async ({ tx, append }) => {
    const mine = promptTx(tx).deleteFrom('prompt_drafts').where('prompt_id', '=', id);
    const { numDeletedRows } = await mine.where('person_id', '=', ctx.actor.id).executeTakeFirst();
    if (numDeletedRows > 0n) append({ type: 'prompt.draft_discarded', v: 1, resource: id, payload: { teamId } });
  });
}
