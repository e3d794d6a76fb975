import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { Deployment, RollBack } from '../contract-deployments.ts';
import { type Address, placeFor } from '../deployments/place.ts';
import { changeDeployment } from '../deployments/deployments.ts';
import { getDeployment } from '../views/get-deployment.ts';

/** The way back: a candidate goes, or a release that was served before is served again. No freeze and no sign-off stands in its way. */
export async function rollBack(ctx: Ctx, at: Address, input: RollBack): Promise<Deployment> {
  authorize(ctx, 'deployment.roll_back', 'anywhere');
  const place = await placeFor(ctx, 'deployment.roll_back', at);
  const { to, reason, expectedVersion } = input;
  await changeDeployment(ctx, {
    ...{ place, verb: 'roll_back', reason, expected: expectedVersion ?? null },
    order: { verb: 'roll_back', to: to ?? null },
    event: (payload) => ({ type: 'deployment.rolled_back', v: 1, resource: place.agentId, payload }),
  });
  return getDeployment(ctx, place);
}
