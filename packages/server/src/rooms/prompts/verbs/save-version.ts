import { namesOfPeople } from '../../../access/index.ts';
import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import { newId } from '../../../spine/ids.ts';
import { change } from '../../../spine/ledger/change.ts';
import { type CheckedContent, checkContent } from '../check-content.ts';
import type { SavedVersion, SaveVersion, VersionSource } from '../contract.ts';
import { digestOf } from '../digest.ts';
import { holdReferences, lockLive, promptToChange, type VersionRow, versionNumbered } from '../find-prompt.ts';
import { refuseErrors } from '../refuse-errors.ts';
import { headOf } from '../rows.ts';
import { refuseOwnedByGit } from '../sync/owned-by-git.ts';
import { promptTx, type PromptDb } from '../tables.ts';

/** Whose version it is and where it was written, where that is not the actor, here. */
export type Origin = { authorId: string; source: VersionSource };

/**
 * The next version. What the check calls an error stands in the way (`prompts.invalid`, a field for each); warnings are handed
 * back. The newest version again is not saved twice. Reviews of earlier versions are void from now on, the author's draft is gone.
 * Throws `prompts.version_conflict` where somebody saved after `base`, `prompts.git_owned` where git owns the folder.
 */
export async function saveVersion(
  ctx: Ctx,
  input: { id: string } & SaveVersion,
  from: Origin | null = null,
): Promise<SavedVersion> {
  authorize(ctx, 'prompt.write', 'anywhere');
  const { id } = await promptToChange(ctx, input.id, 'prompt.write');
  const { row, saved, warnings } = await change(ctx, async ({ tx, append }) => {
    const db = promptTx(tx);
    await holdReferences(db, ctx.workspaceId);
    const { kind, latest, team_id: teamId, folder } = await lockLive(db, id);
    await refuseOwnedByGit(db, ctx, { teamId, folder });
    const { content, message, base } = input;
    const checked = await checkContent(db, { workspaceId: ctx.workspaceId, promptId: id, kind, content });
    const digest = digestOf(kind, content);
    const newest = latest === null ? null : await versionNumbered(db, id, latest);
    const warnings = checked.issues.filter((one) => one.severity === 'warning');
    if (newest?.digest === digest) return { row: newest, saved: false, warnings };
    if (base !== undefined && base !== (latest ?? 0))
      throw new AppError('prompts.version_conflict', { params: { latest: latest ?? 0, base } });
    refuseErrors(checked);
    const number = (latest ?? 0) + 1;
    const at = new Date(ctx.clock.now());
    const row: VersionRow = {
      ...{ id: newId('prv', at.getTime()), workspace_id: ctx.workspaceId, prompt_id: id, number, digest, message },
      ...{ content: JSON.stringify(content), estimated_tokens: checked.estimatedTokens },
      ...{ author_id: from?.authorId ?? ctx.actor.id, created_at: at },
      source: from === null ? null : JSON.stringify(from.source),
    };
    await db.insertInto('prompt_versions').values(row).execute();
    await keepReferences(db, row.id, checked);
    await db.updateTable('prompts').set({ latest: number }).where('id', '=', id).execute();
    const reviews = db.updateTable('prompt_reviews').set({ voided_at: at }).where('prompt_id', '=', id);
    const { numUpdatedRows } = await reviews.where('voided_at', 'is', null).executeTakeFirst();
    const drafts = db.deleteFrom('prompt_drafts').where('prompt_id', '=', id);
    await drafts.where('person_id', '=', ctx.actor.id).execute();
    const payload = { teamId, number, digest, message, reviewsVoided: Number(numUpdatedRows) };
    append({ type: 'prompt.version_saved', v: 1, resource: id, payload });
    return { row, saved: true, warnings };
  });
  const names = await namesOfPeople(ctx, [row.author_id]);
  return { version: headOf(row, names), saved, warnings };
}

async function keepReferences(db: PromptDb, versionId: string, { references, closure }: CheckedContent): Promise<void> {
  const rows = references.flatMap(({ name, at }) => {
    const target = closure.found.get(`${name}@${at}`);
    return target === undefined ? [] : [{ version_id: versionId, target_id: target.promptId, at }];
  });
  if (rows.length === 0) return;
  // One prompt under two of its names is one target.
  await db
    .insertInto('prompt_references')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
