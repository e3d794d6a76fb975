import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { change } from '../../../spine/ledger/change.ts';
import type { AgentProfile } from '../contract-agents.ts';
import { describe, lockAgent, personOf } from '../registry/describing.ts';
import { agentToChange } from '../registry/find-agent.ts';

type Input = { id: string; expected: number; profile: AgentProfile; owner?: string | null | undefined };

/** Says anew what an agent is for and what it may harm, on top of the version that was read. Throws `lifecycle.profile_changed`. */
export async function describeAgent(ctx: Ctx, { id, expected, profile, owner }: Input): Promise<void> {
  authorize(ctx, 'agent.change', 'anywhere');
  const agent = await agentToChange(ctx, id);
  const ownerId = owner == null ? owner : await personOf(ctx, owner);
  await change(ctx, async (unit) => {
    const to = { profile, expected, ...(ownerId !== undefined && { ownerId }) };
    await describe(unit, ctx, await lockAgent(unit.tx, ctx, agent.id), to);
  });
}
