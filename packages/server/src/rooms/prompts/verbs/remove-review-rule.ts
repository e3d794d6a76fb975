import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { change } from '../../../spine/ledger/change.ts';
import { missing } from '../find-prompt.ts';
import { ruleOf } from '../rows.ts';
import { promptTx } from '../tables.ts';

/** Takes the rule of a folder away; that of the folder above holds again. Throws `prompts.not_found`. */
export async function removeReviewRule(ctx: Ctx, input: { teamId: string; folder: string }): Promise<void> {
  authorize(ctx, 'prompt.rule', { teamId: input.teamId });
  const { teamId, folder } = input;
  await change(ctx, async ({ tx, append }) => {
    const rules = promptTx(tx).deleteFrom('prompt_review_rules').where('workspace_id', '=', ctx.workspaceId);
    const row = await rules
      .where('team_id', '=', teamId)
      .where('folder', '=', folder)
      .returningAll()
      .executeTakeFirst();
    if (row === undefined) throw missing('review rule of this folder');
    append({
      type: 'prompt_review_rule.set',
      v: 1,
      resource: teamId,
      payload: { teamId, folder, before: ruleOf(row), after: null },
    });
  });
}
