import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import type { Doing } from '../names/changes.ts';
import { agentToChange } from '../registry/find-agent.ts';
import { planMerge } from '../names/plans.ts';

/** All that one agent goes by stands for another of the same team, in the past too. */
export async function mergeAgents(ctx: Ctx, input: { id: string; into: string }): Promise<Doing> {
  authorize(ctx, 'agent.change', 'anywhere');
  const from = await agentToChange(ctx, input.id);
  const into = await agentToChange(ctx, input.into);
  if (from.teamId !== into.teamId)
    throw new AppError('lifecycle.other_team', { params: { agent: from.name, other: into.name } });
  return {
    verb: 'merge',
    teamId: from.teamId,
    plan(naming) {
      const [gone, stays] = [from.id, into.id].map((id) => naming.agents.find((one) => one.id === id));
      if (gone === undefined || stays === undefined || gone.putAway !== null || stays.putAway !== null)
        throw new AppError('lifecycle.changed_since');
      return {
        edits: planMerge(naming, gone, stays),
        agentIds: [gone.id, stays.id],
        summary: `All runs of ${gone.name} will be counted as ${stays.name}'s; ${gone.name} leaves the lists.`,
        touched: { key: gone.key },
        event: (ids) => ({ type: 'agent.merged', v: 1, resource: gone.id, payload: { ...ids, into: stays.id } }),
      };
    },
  };
}
