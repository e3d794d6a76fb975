import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { change } from '../../../spine/ledger/change.ts';
import type { Content } from '../contract.ts';
import { lockLive, promptToChange } from '../find-prompt.ts';
import { promptTx } from '../tables.ts';

/**
 * Keeps what somebody is writing, one draft for each person and prompt. The ledger hears when a draft is begun; what is typed
 * after that concerns nobody until it is saved as a version. Nothing is checked: drafts may be unfinished.
 */
export async function saveDraft(ctx: Ctx, input: { id: string; base: number | null; content: Content }): Promise<void> {
  authorize(ctx, 'prompt.write', 'anywhere');
  const { id, team_id: teamId } = await promptToChange(ctx, input.id, 'prompt.write');
  await change(ctx, async ({ tx, append }) => {
    const db = promptTx(tx);
    await lockLive(db, id);
    const draft = { base: input.base, content: JSON.stringify(input.content), saved_at: new Date(ctx.clock.now()) };
    const mine = db.updateTable('prompt_drafts').set(draft).where('prompt_id', '=', id);
    const { numUpdatedRows } = await mine.where('person_id', '=', ctx.actor.id).executeTakeFirst();
    if (numUpdatedRows > 0n) return;
    await db
      .insertInto('prompt_drafts')
      .values({ prompt_id: id, person_id: ctx.actor.id, ...draft })
      .execute();
    append({ type: 'prompt.draft_begun', v: 1, resource: id, payload: { teamId, base: input.base } });
  });
}
