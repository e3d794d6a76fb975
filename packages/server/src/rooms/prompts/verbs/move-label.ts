import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import { newId } from '../../../spine/ids.ts';
import { change, type Unit } from '../../../spine/ledger/change.ts';
import type { MoveLabel } from '../contract.ts';
import { brokenBy } from '../dependents.ts';
import { holdReferences, lockLive, type PromptRow, promptToChange, versionNumbered } from '../find-prompt.ts';
import type { FollowersOf } from '../followers.ts';
import { missingFor, ruleFor } from '../model/review.ts';
import { rulesOf } from '../rows.ts';
import { type PromptDb, promptTx } from '../tables.ts';

type Move = { id: string; label: string } & MoveLabel;

/**
 * Points a label at a version, or takes it away (`number` null). Throws `prompts.label_followed` where a deployed agent follows it,
 * `prompts.review_needed` where the folder's rule asks for approvals, and `prompts.reference_would_break`. A version that had the
 * label before needs no new approval: going back is never held up. Where it stands already nothing happens.
 */
export async function moveLabel(ctx: Ctx, followersOf: FollowersOf | null, input: Move): Promise<void> {
  authorize(ctx, 'prompt.label', 'anywhere');
  const { id } = await promptToChange(ctx, input.id, 'prompt.label');
  await change(ctx, async (unit) => moveWithin(unit, ctx, followersOf, { ...input, id }));
}

/**
 * The same within a transaction, of a prompt by its id, by an actor of whom it is known that they may: lifecycle moves labels that
 * agents follow, and deploys to those agents with it. Holds the prompt until COMMIT.
 */
export async function moveWithin(
  { tx, append }: Unit,
  ctx: Ctx,
  followersOf: FollowersOf | null,
  { id, label, number, reason }: Move,
): Promise<void> {
  authorize(ctx, 'prompt.label', 'anywhere');
  const db = promptTx(tx);
  await holdReferences(db, ctx.workspaceId);
  const prompt = await lockLive(db, id);
  if (number !== null) await versionNumbered(db, id, number);
  const labels = db.selectFrom('prompt_labels').select('number').where('prompt_id', '=', id).where('label', '=', label);
  const before = (await labels.executeTakeFirst())?.number ?? null;
  if (before === number) return;
  const [follower] = (await followersOf?.(tx, ctx, { promptId: id, label })) ?? [];
  if (follower !== undefined)
    throw new AppError('prompts.label_followed', { params: { label, agent: follower.agentId } });
  if (number !== null) await askApprovals(db, prompt, { label, number });
  const broken = await brokenBy(db, ctx.workspaceId, { promptId: id, label, number });
  if (broken.length > 0)
    throw new AppError('prompts.reference_would_break', { params: { what: broken.slice(0, 3).join(' ') } });
  const at = new Date(ctx.clock.now());
  const moved = { moved_by: ctx.actor.id, moved_at: at };
  const place = { prompt_id: id, label };
  await db.deleteFrom('prompt_labels').where('prompt_id', '=', id).where('label', '=', label).execute();
  if (number !== null)
    await db
      .insertInto('prompt_labels')
      .values({ ...place, number, ...moved })
      .execute();
  const record = { id: newId('plm', at.getTime()), from_number: before, to_number: number, reason };
  await db
    .insertInto('prompt_label_moves')
    .values({ ...place, ...record, ...moved })
    .execute();
  const payload = { teamId: prompt.team_id, label, before, after: number, reason };
  append({ type: 'prompt.label_moved', v: 1, resource: id, payload });
}

async function askApprovals(db: PromptDb, prompt: PromptRow, to: { label: string; number: number }): Promise<void> {
  const rule = ruleFor(await rulesOf(db, prompt.workspace_id, prompt.team_id), prompt.team_id, prompt.folder);
  const rows = await db
    .selectFrom('prompt_reviews')
    .select(['number', 'reviewer_id as reviewerId', 'verdict', 'voided_at as voidedAt'])
    .where('prompt_id', '=', prompt.id)
    .where('number', '=', to.number)
    .execute();
  const lack = missingFor(rule, { ...to, verdicts: rows });
  if (lack === null) return;
  const moves = db.selectFrom('prompt_label_moves').select('id').where('prompt_id', '=', prompt.id);
  const had = moves.where('label', '=', to.label).where('to_number', '=', to.number);
  if ((await had.executeTakeFirst()) !== undefined) return;
  const why = lack.changesRequested ? 'a reviewer asks for changes' : `${lack.missing} more must approve it`;
  throw new AppError('prompts.review_needed', { params: { ...to, why } });
}
