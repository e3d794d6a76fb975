import { namesOfPeople } from '../../../access/index.ts';
import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import { newId } from '../../../spine/ids.ts';
import { change } from '../../../spine/ledger/change.ts';
import { type CheckedContent, checkContent } from '../check-content.ts';
import type { SavedVersion, SaveVersion } from '../contract.ts';
import { digestOf } from '../digest.ts';
import { holdReferences, lockLive, promptToChange, type VersionRow, versionNumbered } from '../find-prompt.ts';
import { headOf } from '../rows.ts';
import { promptTx, type PromptDb } from '../tables.ts';

/**
 * The next version. What the check calls an error stands in the way (`prompts.invalid`, a field for each); warnings are handed
 * back. The newest version again is not saved twice. Reviews of earlier versions are void from now on, the author's draft is gone.
 * Throws `prompts.version_conflict` where somebody saved after `base`.
 */
export async function saveVersion(ctx: Ctx, input: { id: string } & SaveVersion): Promise<SavedVersion> {
  authorize(ctx, 'prompt.write', 'anywhere');
  const { id } = await promptToChange(ctx, input.id, 'prompt.write');
  const { row, saved, warnings } = await change(ctx, async ({ tx, append }) => {
    const db = promptTx(tx);
    await holdReferences(db, ctx.workspaceId);
    const { kind, latest, team_id: teamId } = await lockLive(db, id);
    const { content, message, base } = input;
    const checked = await checkContent(db, { workspaceId: ctx.workspaceId, promptId: id, kind, content });
    const digest = digestOf(kind, content);
    const newest = latest === null ? null : await versionNumbered(db, id, latest);
    const warnings = checked.issues.filter((one) => one.severity === 'warning');
    if (newest?.digest === digest) return { row: newest, saved: false, warnings };
    if (base !== undefined && base !== (latest ?? 0))
      throw new AppError('prompts.version_conflict', { params: { latest: latest ?? 0, base } });
    refuse(checked);
    const number = (latest ?? 0) + 1;
    const at = new Date(ctx.clock.now());
    const row: VersionRow = {
      ...{ id: newId('prv', at.getTime()), workspace_id: ctx.workspaceId, prompt_id: id, number, digest, message },
      ...{ content: JSON.stringify(content), estimated_tokens: checked.estimatedTokens },
      ...{ author_id: ctx.actor.id, created_at: at },
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

function refuse({ issues }: CheckedContent): void {
  const errors = issues.filter((one) => one.severity === 'error');
  if (errors.length === 0) return;
  const fields = errors.map(({ path, line, sentence }) => ({
    path: line === null ? path : `${path}:${line}`,
    message: sentence,
  }));
  throw new AppError('prompts.invalid', { params: { first: errors[0]!.sentence }, fields });
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
