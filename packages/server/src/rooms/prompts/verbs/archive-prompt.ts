import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import { change } from '../../../spine/ledger/change.ts';
import { referring } from '../dependents.ts';
import { holdReferences, lockPrompt, promptToChange } from '../find-prompt.ts';
import type { FollowersOf } from '../followers.ts';
import { labelsOf } from '../rows.ts';
import { promptTx } from '../tables.ts';

/**
 * Puts a prompt away: it stands in no list and cannot be changed; what it was can still be read. Throws `prompts.label_followed` and
 * `prompts.reference_would_break` where somebody uses it.
 */
export async function archivePrompt(
  ctx: Ctx,
  followersOf: FollowersOf | null,
  input: { id: string; reason: string },
): Promise<void> {
  authorize(ctx, 'prompt.write', 'anywhere');
  const { id } = await promptToChange(ctx, input.id, 'prompt.write');
  await change(ctx, async ({ tx, append }) => {
    const db = promptTx(tx);
    await holdReferences(db, ctx.workspaceId);
    const prompt = await lockPrompt(db, id);
    if (prompt.archived_at !== null) return;
    for (const { label } of await labelsOf(db, [id])) {
      const [follower] = (await followersOf?.(tx, ctx, { promptId: id, label })) ?? [];
      if (follower !== undefined)
        throw new AppError('prompts.label_followed', { params: { label, agent: follower.agentId } });
    }
    const users = (await referring(db, id, null)).map(({ name, number }) => `${name} ${number} refers to it.`);
    if (users.length > 0)
      throw new AppError('prompts.reference_would_break', { params: { what: users.slice(0, 3).join(' ') } });
    const archived = { archived_at: new Date(ctx.clock.now()) };
    await db.updateTable('prompts').set(archived).where('id', '=', id).execute();
    const payload = { teamId: prompt.team_id, reason: input.reason };
    append({ type: 'prompt.archived', v: 1, resource: id, payload });
  });
}
