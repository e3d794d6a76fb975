import { nameOfPerson } from '../../../access/index.ts';
import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import { change } from '../../../spine/ledger/change.ts';
import type { ReviewRule } from '../contract.ts';
import { missing } from '../find-prompt.ts';
import { ruleOf } from '../rows.ts';
import { promptTx } from '../tables.ts';

/** Who must approve versions of a folder before a label moves. Takes the place of the folder's former rule. */
export async function setReviewRule(ctx: Ctx, input: ReviewRule): Promise<void> {
  authorize(ctx, 'prompt.rule', { teamId: input.teamId });
  const { teamId, folder, needed } = input;
  const [reviewerIds, labels] = [[...new Set(input.reviewerIds)].sort(), [...new Set(input.labels)].sort()];
  if (reviewerIds.length > 0 && reviewerIds.length < needed)
    throw new AppError('request.invalid', {
      fields: [{ path: 'needed', message: 'is more than there are reviewers' }],
    });
  for (const personId of reviewerIds)
    if ((await nameOfPerson(ctx, personId)) === null) throw missing('person with this id');
  await change(ctx, async ({ tx, append }) => {
    const team = tx.selectFrom('teams').select('id').where('workspace_id', '=', ctx.workspaceId);
    if ((await team.where('id', '=', teamId).executeTakeFirst()) === undefined) throw missing('team with this id');
    const rules = promptTx(tx)
      .selectFrom('prompt_review_rules')
      .selectAll()
      .where('workspace_id', '=', ctx.workspaceId);
    const row = await rules.where('team_id', '=', teamId).where('folder', '=', folder).forUpdate().executeTakeFirst();
    const before = row === undefined ? null : ruleOf(row);
    const { owners = 'none', remindDays = null } = input;
    const after = { teamId, folder, reviewerIds, needed, labels, owners, remindDays };
    if (JSON.stringify(before) === JSON.stringify(after)) return;
    const set = {
      ...{ reviewer_ids: JSON.stringify(reviewerIds), needed, labels: JSON.stringify(labels) },
      ...{ owners, remind_days: remindDays },
    };
    await promptTx(tx)
      .insertInto('prompt_review_rules')
      .values({ workspace_id: ctx.workspaceId, team_id: teamId, folder, ...set })
      .onConflict((conflict) => conflict.columns(['workspace_id', 'team_id', 'folder']).doUpdateSet(set))
      .execute();
    append({ type: 'prompt_review_rule.set', v: 1, resource: teamId, payload: { teamId, folder, before, after } });
  });
}
