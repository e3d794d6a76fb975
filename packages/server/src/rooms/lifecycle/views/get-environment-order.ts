import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { EnvironmentOrder } from '../contract-environments.ts';
import { orderOf } from '../deployments/order.ts';

/** From which environment a release goes on to which. */
export async function getEnvironmentOrder(ctx: Ctx): Promise<EnvironmentOrder> {
  authorize(ctx, 'agent.read', 'anywhere');
  return orderOf(ctx);
}
