import { nameOfPerson } from '../../../access/index.ts';
import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import { newId } from '../../../spine/ids.ts';
import { change } from '../../../spine/ledger/change.ts';
import { lockLive, missing, promptToChange, versionNumbered } from '../find-prompt.ts';
import { ruleFor } from '../model/review.ts';
import { rulesOf } from '../rows.ts';
import { servedOwners } from '../reminders/served-owners.ts';
import { promptTx } from '../tables.ts';
import type { UsesOf } from '../uses.ts';

/**
 * Asks the reviewers of the folder's rule, by rule the owners of agents that use it, and those named, to look at the newest version. Whoever was asked already is not asked
 * again. Throws `prompts.review_void` for an older version, `prompts.no_reviewers` where nobody would be asked.
 */
export async function requestReview(
  ctx: Ctx,
  input: { id: string; number: number; reviewerIds: readonly string[] },
  usesOf: UsesOf | null = null,
): Promise<{ reviewerIds: string[] }> {
  authorize(ctx, 'prompt.write', 'anywhere');
  const { id } = await promptToChange(ctx, input.id, 'prompt.write');
  for (const personId of input.reviewerIds)
    if ((await nameOfPerson(ctx, personId)) === null) throw missing('person with this id');
  return change(ctx, async ({ tx, append }) => {
    const db = promptTx(tx);
    const prompt = await lockLive(db, id);
    const { author_id: author } = await versionNumbered(db, id, input.number);
    if (prompt.latest !== input.number)
      throw new AppError('prompts.review_void', { params: { number: input.number, latest: prompt.latest ?? 0 } });
    const rule = ruleFor(await rulesOf(db, ctx.workspaceId, prompt.team_id), prompt.team_id, prompt.folder);
    const owners = rule?.owners === 'asked' ? await servedOwners(tx, ctx, { usesOf, promptId: id }) : new Map();
    const all = new Set<string>([...(rule?.reviewerIds ?? []), ...owners.keys(), ...input.reviewerIds]);
    const wanted = [...all].filter((one) => one !== author);
    if (wanted.length === 0) throw new AppError('prompts.no_reviewers');
    const asked = await db
      .selectFrom('prompt_reviews')
      .select('reviewer_id')
      .where('prompt_id', '=', id)
      .where('number', '=', input.number)
      .execute();
    const reviewerIds = wanted.filter((one) => !asked.some((row) => row.reviewer_id === one));
    if (reviewerIds.length === 0) return { reviewerIds };
    const at = new Date(ctx.clock.now());
    const days = rule?.remindDays ?? null;
    const due_at = days === null ? null : new Date(at.getTime() + days * 86_400_000);
    const rows = reviewerIds.map((reviewer_id) => ({
      ...{ id: newId('prr', at.getTime()), prompt_id: id, number: input.number, reviewer_id },
      ...{
        requested_by: ctx.actor.id,
        requested_at: at,
        verdict: null,
        comment: '',
        decided_at: null,
        voided_at: null,
        due_at,
      },
    }));
    await db.insertInto('prompt_reviews').values(rows).execute();
    const payload = { teamId: prompt.team_id, number: input.number, reviewerIds };
    append({ type: 'prompt.review_requested', v: 1, resource: id, payload });
    return { reviewerIds };
  });
}
