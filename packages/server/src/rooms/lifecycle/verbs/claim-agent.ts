import { nameOfPerson } from '../../../access/index.ts';
import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import { change } from '../../../spine/ledger/change.ts';
import { describe, lockAgent, personOf } from '../registry/describing.ts';
import { agentToChange } from '../registry/find-agent.ts';
import { checkName } from '../registry/naming-rule.ts';

/**
 * Answers for an agent that nobody answers for yet: the person who asks, or whom they name. Of two at once the second is refused.
 * Throws `lifecycle.claimed_already`, and `lifecycle.name_refused` where agents may not be called so.
 */
export async function claimAgent(ctx: Ctx, input: { id: string; personId?: string | undefined }): Promise<void> {
  authorize(ctx, 'agent.change', 'anywhere');
  const { id } = await agentToChange(ctx, input.id);
  const ownerId = await personOf(ctx, input.personId ?? ctx.actor.id);
  const standing = await change(ctx, async (unit) => {
    const agent = await lockAgent(unit.tx, ctx, id);
    if (agent.ownerId === null) await checkName(unit.tx, ctx, agent.name);
    if (agent.ownerId === null) await describe(unit, ctx, agent, { ownerId });
    return agent.ownerId;
  });
  if (standing === null || standing === ownerId) return;
  const owner = (await nameOfPerson(ctx, standing)) ?? standing;
  throw new AppError('lifecycle.claimed_already', { params: { owner } });
}
