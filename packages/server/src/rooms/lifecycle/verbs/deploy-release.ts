import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { newId } from '../../../spine/ids.ts';
import type { Deployment, DeployRelease } from '../contract-deployments.ts';
import { type Address, placeFor } from '../deployments/place.ts';
import { shareOf } from '../deployments/rows.ts';
import { changeDeployment } from '../deployments/deployments.ts';
import { getDeployment } from '../views/get-deployment.ts';

/** A release serves an environment, or takes a share of it. */
export async function deployRelease(ctx: Ctx, at: Address, input: DeployRelease): Promise<Deployment> {
  authorize(ctx, 'deployment.change', 'anywhere');
  const place = await placeFor(ctx, 'deployment.change', at);
  const { releaseId, percent, reason, expectedVersion } = input;
  await changeDeployment(ctx, {
    ...{ place, verb: 'deploy', reason, expected: expectedVersion ?? null },
    order: { verb: 'deploy', releaseId, share: shareOf(percent), salt: newId('dpl', ctx.clock.now()) },
    event: (payload) => ({ type: 'deployment.made', v: 1, resource: place.agentId, payload }),
  });
  return getDeployment(ctx, place);
}
