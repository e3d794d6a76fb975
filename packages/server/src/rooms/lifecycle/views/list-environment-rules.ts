import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { EnvironmentRule, type EnvironmentRules } from '../contract-deployments.ts';
import { lifecycleDb } from '../tables.ts';

const most = 200;

/** Environments for which somebody said who signs off. */
export async function listEnvironmentRules(ctx: Ctx): Promise<EnvironmentRules['items']> {
  authorize(ctx, 'agent.read', 'anywhere');
  const rows = await lifecycleDb(ctx.state.db)
    .selectFrom('environment_rules')
    .select(['environment', 'people', 'role', 'not_author as notAuthor'])
    .where('workspace_id', '=', ctx.workspaceId)
    .orderBy('environment')
    .limit(most)
    .execute();
  return rows.map(({ environment, ...rule }) => ({ environment, rule: EnvironmentRule.parse(rule) }));
}
