import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import { newId } from '../../../spine/ids.ts';
import type { PromoteRelease } from '../contract-deployments.ts';
import { all } from '../model/deployment/deployment.ts';
import { previousIn } from '../model/deployment/environment-order.ts';
import { lifecycleDb } from '../tables.ts';
import type { Change } from './deployments.ts';
import { orderOf } from './order.ts';
import type { Place } from './place.ts';

/** What an environment serves, as a change of `place`. Throws `lifecycle.nothing_served`, `lifecycle.nothing_before`. */
export async function promotionTo(ctx: Ctx, place: Place, input: PromoteRelease): Promise<Change> {
  const { reason, expectedVersion } = input;
  const from = input.from ?? previousIn((await orderOf(ctx)).environments, place.environment);
  if (from === null) throw new AppError('lifecycle.nothing_before', { params: { environment: place.environment } });
  const { agentId, teamId, key: agent } = place;
  authorize(ctx, 'agent.read', { teamId, agentId, agent, environment: from });
  const source = lifecycleDb(ctx.state.db).selectFrom('deployments').select('release_id');
  const served = await source.where('agent_id', '=', place.agentId).where('environment', '=', from).executeTakeFirst();
  if (served === undefined) throw new AppError('lifecycle.nothing_served', { params: { environment: from } });
  const salt = newId('dpl', ctx.clock.now());
  return {
    ...{ place, verb: 'promote', reason, expected: expectedVersion ?? null },
    order: { verb: 'deploy', releaseId: served.release_id, share: all, salt },
    event: (payload) => ({ type: 'deployment.promoted', v: 1, resource: place.agentId, payload: { ...payload, from } }),
  };
}
