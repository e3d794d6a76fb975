import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { Doing } from '../names/changes.ts';
import type { IgnoreName } from '../contract.ts';
import { planRestore } from '../names/plans.ts';

/** An ignored name is an agent again. */
export async function restoreName(ctx: Ctx, { teamId, name, service }: IgnoreName): Promise<Doing> {
  authorize(ctx, 'agent.change', { teamId });
  const sent = { name, service };
  return {
    verb: 'restore',
    teamId,
    plan(naming) {
      const agent = naming.agents.find((one) => one.key === name);
      return {
        edits: planRestore(naming, sent),
        agentIds: agent === undefined ? [] : [agent.id],
        summary: `Spans named "${name}" will count as an agent again.`,
        touched: sent,
        event: (ids) => ({
          ...{ type: 'agent_name.restored', v: 1, resource: agent?.id ?? teamId },
          payload: { ...ids, ...sent },
        }),
      };
    },
  };
}
