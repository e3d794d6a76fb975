import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import { newId } from '../../../spine/ids.ts';
import { change } from '../../../spine/ledger/change.ts';
import type { DecideReview } from '../contract.ts';
import { lockLive, promptToChange, versionNumbered } from '../find-prompt.ts';
import { ruleFor } from '../model/review.ts';
import { rulesOf } from '../rows.ts';
import { promptTx } from '../tables.ts';

/**
 * Approves the newest version or asks for changes; a later verdict of the same person takes the place of the first. Throws
 * `prompts.own_version` for the author, `prompts.not_reviewer` where the rule names others, `prompts.review_void` for an older version.
 */
export async function decideReview(ctx: Ctx, input: { id: string; number: number } & DecideReview): Promise<void> {
  authorize(ctx, 'prompt.review', 'anywhere');
  const { id } = await promptToChange(ctx, input.id, 'prompt.review');
  const { number, verdict, comment } = input;
  const me = ctx.actor.id;
  if (ctx.actor.kind !== 'person') throw new AppError('access.denied', { params: { action: 'prompt.review' } });
  if (verdict === 'changes_requested' && comment === '')
    throw new AppError('request.invalid', { fields: [{ path: 'comment', message: 'say what should change' }] });
  await change(ctx, async ({ tx, append }) => {
    const db = promptTx(tx);
    const prompt = await lockLive(db, id);
    const version = await versionNumbered(db, id, number);
    if (prompt.latest !== number)
      throw new AppError('prompts.review_void', { params: { number, latest: prompt.latest ?? 0 } });
    if (version.author_id === me) throw new AppError('prompts.own_version');
    const mine = db.selectFrom('prompt_reviews').selectAll().where('prompt_id', '=', id).where('number', '=', number);
    const before = await mine.where('reviewer_id', '=', me).executeTakeFirst();
    const rule = ruleFor(await rulesOf(db, ctx.workspaceId, prompt.team_id), prompt.team_id, prompt.folder);
    const named = rule === null || rule.reviewerIds.length === 0 || rule.reviewerIds.includes(me);
    if (!named && before === undefined) throw new AppError('prompts.not_reviewer', { params: { folder: rule.folder } });
    if (before !== undefined && before.verdict === verdict && before.comment === comment) return;
    const at = new Date(ctx.clock.now());
    const decided = { verdict, comment, decided_at: at };
    const asked = { requested_by: me, requested_at: at, voided_at: null };
    if (before !== undefined) await db.updateTable('prompt_reviews').set(decided).where('id', '=', before.id).execute();
    else
      await db
        .insertInto('prompt_reviews')
        .values({ id: newId('prr', at.getTime()), prompt_id: id, number, reviewer_id: me, ...asked, ...decided })
        .execute();
    const payload = { teamId: prompt.team_id, number, before: before?.verdict ?? null, after: verdict };
    append({ type: 'prompt.reviewed', v: 1, resource: id, payload });
  });
}
