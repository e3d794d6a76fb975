import { authorize, visibleTeams } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { ReviewRule } from '../contract.ts';
import { ruleOf } from '../rows.ts';
import { promptDb } from '../tables.ts';

/** Review rules of teams one may see. */
export async function listReviewRules(ctx: Ctx): Promise<ReviewRule[]> {
  authorize(ctx, 'prompt.read', 'anywhere');
  const teams = visibleTeams(ctx.actor, 'prompt.read');
  let rules = promptDb(ctx.state.db).selectFrom('prompt_review_rules').selectAll();
  if (teams !== 'all') rules = rules.where('team_id', 'in', [...teams, '']);
  const rows = await rules
    .where('workspace_id', '=', ctx.workspaceId)
    .orderBy('team_id')
    .orderBy('folder')
    .limit(1000)
    .execute();
  return rows.map(ruleOf);
}
