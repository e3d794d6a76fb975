import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import { newId } from '../../../spine/ids.ts';
import type { Doing } from '../names/changes.ts';
import { agentToChange } from '../registry/find-agent.ts';
import { planSplit, type Sent } from '../names/plans.ts';
import type { NamedAgent, Naming } from '../model/naming.ts';
import { slugFor } from '../store.ts';

/** One name of an agent, from one service or from all, becomes an agent of its own, in the past too. */
export async function splitAgent(ctx: Ctx, input: Sent & { id: string; as?: string | undefined }): Promise<Doing> {
  authorize(ctx, 'agent.change', 'anywhere');
  const { id, teamId } = await agentToChange(ctx, input.id);
  const sent = { name: input.name, service: input.service };
  return {
    verb: 'split',
    teamId,
    async plan(naming, db) {
      const agent = naming.agents.find((one) => one.id === id);
      if (agent === undefined) throw new AppError('lifecycle.changed_since');
      const spare = naming.agents.find((one) => one.key === keyOf(naming, sent) && one.putAway !== null);
      const name = input.as ?? (sent.service === '' ? sent.name : `${sent.name} (${sent.service})`);
      const own: NamedAgent = spare ?? {
        ...{ id: newId('agt', ctx.clock.now()), key: keyOf(naming, sent), name, putAway: 'undone' },
        slug: await slugFor(db, ctx.workspaceId, name),
      };
      const edits = planSplit(naming, agent, sent, own);
      const from = sent.service === '' ? 'every service' : `the service ${sent.service}`;
      return {
        edits,
        agentIds: [agent.id, own.id],
        summary: `Spans named "${sent.name}" from ${from} will be counted as ${own.name}'s, no longer as ${agent.name}'s.`,
        touched: sent,
        ...(spare === undefined && { create: own }),
        event: (ids) => ({
          ...{ type: 'agent.split', v: 1, resource: own.id },
          payload: { ...ids, ...sent, from: agent.id, key: own.key },
        }),
      };
    },
  };
}

/** The name itself where it is free to stand for the new agent; else with its service, which no span sends as a name. */
function keyOf(naming: Naming, { name, service }: Sent): string {
  const live = (key: string): boolean => naming.agents.some((one) => one.key === key && one.putAway === null);
  const wanted = service === '' ? name : `${name}@${service}`;
  for (let n = 1; ; n++) {
    const key = n === 1 ? wanted : `${wanted}#${n}`;
    if (!live(key)) return key;
  }
}
