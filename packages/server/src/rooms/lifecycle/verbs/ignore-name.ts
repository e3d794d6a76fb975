import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { Doing } from '../names/changes.ts';
import type { IgnoreName } from '../contract.ts';
import { planIgnore } from '../names/plans.ts';

/** Spans of this name are steps, not agents: what they did belongs to the agent above them, in the past too. */
export async function ignoreName(ctx: Ctx, { teamId, name, service }: IgnoreName): Promise<Doing> {
  authorize(ctx, 'agent.change', { teamId });
  const sent = { name, service };
  return {
    verb: 'ignore',
    teamId,
    plan(naming) {
      const agent = naming.agents.find((one) => one.key === name);
      const from = service === '' ? '' : ` from the service ${service}`;
      return {
        edits: planIgnore(naming, sent),
        agentIds: agent === undefined ? [] : [agent.id],
        summary: `Spans named "${name}"${from} will count as steps of the agent above them, not as an agent.`,
        touched: sent,
        event: (ids) => ({
          ...{ type: 'agent_name.ignored', v: 1, resource: agent?.id ?? teamId },
          payload: { ...ids, ...sent },
        }),
      };
    },
  };
}
