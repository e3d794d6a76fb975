import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { GrantedAction } from '../../../spine/rights.ts';
import { findAgent } from '../registry/find-agent.ts';

/** One environment of one agent. `key`: what the agent is called in telemetry. */
export type Place = { agentId: string; teamId: string; key: string; environment: string };
export type Address = { agent: string; environment: string };

/** Id or slug → the place, for who may do this there. Throws `lifecycle.not_found`, `access.denied`. */
export async function placeFor(ctx: Ctx, action: GrantedAction, { agent, environment }: Address): Promise<Place> {
  const { id, teamId, key } = await findAgent(ctx, agent);
  authorize(ctx, action, { teamId, agentId: id, agent: key, environment });
  return { agentId: id, teamId, key, environment };
}
