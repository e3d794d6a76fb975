import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import type { Doing } from '../names/changes.ts';
import { agentToChange } from '../registry/find-agent.ts';
import { checkName } from '../registry/naming-rule.ts';
import { planRename } from '../names/plans.ts';
import { slugFor } from '../store.ts';

/** Another name for people. Telemetry is not concerned; the former address goes on working. */
export async function renameAgent(ctx: Ctx, input: { id: string; name: string }): Promise<Doing> {
  authorize(ctx, 'agent.change', 'anywhere');
  const { id, key, teamId } = await agentToChange(ctx, input.id);
  return {
    verb: 'rename',
    teamId,
    async plan(naming, db) {
      const agent = naming.agents.find((one) => one.id === id);
      if (agent === undefined || agent.putAway !== null) throw new AppError('lifecycle.changed_since');
      await checkName(db, ctx, input.name);
      const slug = await slugFor(db, ctx.workspaceId, input.name, id);
      return {
        edits: planRename(naming, agent, { name: input.name, slug }),
        agentIds: [id],
        summary: `${agent.name} will be called ${input.name}. Its address becomes ${slug}; ${agent.slug} goes on working.`,
        touched: { key },
        event: (ids) => ({
          ...{ type: 'agent.renamed', v: 1, resource: id },
          payload: { ...ids, before: agent.name, after: input.name },
        }),
      };
    },
  };
}
