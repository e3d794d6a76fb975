import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { change } from '../../../spine/ledger/change.ts';
import { describe, lockAgent, personOf } from '../registry/describing.ts';
import { agentToChange } from '../registry/find-agent.ts';

/** Who answers for an agent; null = nobody. Somebody who owns it also says that its name is this team's own. */
export async function nameOwner(ctx: Ctx, input: { id: string; personId: string | null }): Promise<void> {
  authorize(ctx, 'agent.change', 'anywhere');
  const { id } = await agentToChange(ctx, input.id);
  const ownerId = input.personId === null ? null : await personOf(ctx, input.personId);
  await change(ctx, async (unit) => describe(unit, ctx, await lockAgent(unit.tx, ctx, id), { ownerId }));
}
