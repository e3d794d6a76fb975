import { namesOfPeople } from '../../../access/index.ts';
import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { EnvironmentRule, type SignOffs } from '../contract-deployments.ts';
import { signOffsOf } from '../deployments/guard.ts';
import { type Address, placeFor } from '../deployments/place.ts';
import { releaseOf } from '../deployments/deployments.ts';

/** Who signed a release of the agent off for an environment, and how many are missing by its rule. Throws `lifecycle.not_found`. */
export async function getSignOffs(ctx: Ctx, at: Address & { releaseId: string }): Promise<SignOffs> {
  authorize(ctx, 'agent.read', 'anywhere');
  const { agentId, environment } = await placeFor(ctx, 'agent.read', at);
  await releaseOf(ctx.state.db, { agentId }, at.releaseId);
  const { workspaceId } = ctx;
  const { rule, given, missing } = await signOffsOf(ctx.state.db, {
    workspaceId,
    environment,
    releaseId: at.releaseId,
  });
  const ids = given.map((one) => one.personId);
  const names = await namesOfPeople(ctx, ids);
  return {
    rule: EnvironmentRule.parse(rule),
    missing,
    items: given.map(({ personId, note, at: time }) => ({
      ...{ personId, name: names.get(personId) ?? null, note, at: time.toISOString() },
    })),
  };
}
