import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import { newId } from '../../../spine/ids.ts';
import type { Deployment, PromoteRelease } from '../contract-deployments.ts';
import { type Address, placeFor } from '../deployments/place.ts';
import { changeDeployment } from '../deployments/deployments.ts';
import { all } from '../model/deployment/deployment.ts';
import { lifecycleDb } from '../tables.ts';
import { getDeployment } from '../views/get-deployment.ts';

/** What one environment serves is served by another: `at` is where it goes to. */
export async function promoteRelease(ctx: Ctx, at: Address, input: PromoteRelease): Promise<Deployment> {
  authorize(ctx, 'deployment.change', 'anywhere');
  const place = await placeFor(ctx, 'deployment.change', at);
  const { from, reason, expectedVersion } = input;
  const source = lifecycleDb(ctx.state.db).selectFrom('deployments').select('release_id');
  const served = await source.where('agent_id', '=', place.agentId).where('environment', '=', from).executeTakeFirst();
  if (served === undefined) throw new AppError('lifecycle.nothing_served', { params: { environment: from } });
  const salt = newId('dpl', ctx.clock.now());
  await changeDeployment(ctx, {
    ...{ place, verb: 'promote', reason, expected: expectedVersion ?? null },
    order: { verb: 'deploy', releaseId: served.release_id, share: all, salt },
    event: (payload) => ({ type: 'deployment.promoted', v: 1, resource: place.agentId, payload: { ...payload, from } }),
  });
  return getDeployment(ctx, place);
}
