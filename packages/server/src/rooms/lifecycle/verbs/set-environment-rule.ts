import { isDeepStrictEqual } from 'node:util';
import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { change } from '../../../spine/ledger/change.ts';
import type { EnvironmentRule } from '../contract-deployments.ts';
import { ruleOf } from '../deployments/guard.ts';
import { lifecycleTx } from '../tables.ts';

/** Who signs off before a release is deployed to an environment. */
export async function setEnvironmentRule(
  ctx: Ctx,
  environment: string,
  after: EnvironmentRule,
): Promise<EnvironmentRule> {
  authorize(ctx, 'environment.change', { environment });
  return change(ctx, async ({ tx, append }) => {
    const before = await ruleOf(tx, ctx.workspaceId, environment);
    if (isDeepStrictEqual(before, after)) return after;
    const { people, role, notAuthor: not_author } = after;
    await lifecycleTx(tx)
      .insertInto('environment_rules')
      .values({ workspace_id: ctx.workspaceId, environment, people, role, not_author })
      .onConflict((conflict) =>
        conflict.columns(['workspace_id', 'environment']).doUpdateSet({ people, role, not_author }),
      )
      .execute();
    append({ type: 'environment.rule_set', v: 1, resource: environment, payload: { before, after } });
    return after;
  });
}
