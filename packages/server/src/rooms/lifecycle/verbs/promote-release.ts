import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { Deployment, PromoteRelease } from '../contract-deployments.ts';
import { changeDeployment } from '../deployments/deployments.ts';
import { type Address, placeFor } from '../deployments/place.ts';
import { promotionTo } from '../deployments/promotion.ts';
import { getDeployment } from '../views/get-deployment.ts';

/** What one environment serves is served by another: `at` is where it goes to. */
export async function promoteRelease(ctx: Ctx, at: Address, input: PromoteRelease): Promise<Deployment> {
  authorize(ctx, 'deployment.change', 'anywhere');
  const place = await placeFor(ctx, 'deployment.change', at);
  await changeDeployment(ctx, await promotionTo(ctx, place, input));
  return getDeployment(ctx, place);
}
