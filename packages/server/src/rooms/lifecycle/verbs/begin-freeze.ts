import { authorize, type Resource } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { newId } from '../../../spine/ids.ts';
import { change } from '../../../spine/ledger/change.ts';
import type { BeginFreeze, Freeze } from '../contract-deployments.ts';
import { findAgent } from '../registry/find-agent.ts';
import { freezeEvent, freezeOf } from '../freezes/rows.ts';
import { lifecycleTx } from '../tables.ts';

/** Nothing is deployed in this scope between two moments. Who makes it owns it. */
export async function beginFreeze(ctx: Ctx, input: BeginFreeze): Promise<Freeze> {
  authorize(ctx, 'freeze.change', 'anywhere');
  const scope = await scopeOf(ctx, input);
  authorize(ctx, 'freeze.change', scope);
  return change(ctx, async ({ tx, append }) => {
    const at = new Date(ctx.clock.now());
    const row = {
      ...{ id: newId('frz', at.getTime()), workspace_id: ctx.workspaceId, environment: input.environment ?? null },
      ...{ team_id: scope.teamId ?? null, agent_id: scope.agentId ?? null, reason: input.reason },
      ...{ from_at: new Date(input.from), until_at: new Date(input.until), time_zone: input.timeZone },
      ...{ owner_id: ctx.actor.id, made_at: at, made_by: ctx.actor.id, lifted_at: null, source: null },
    };
    await lifecycleTx(tx).insertInto('freeze_windows').values(row).execute();
    const freeze = freezeOf(row);
    append(freezeEvent('freeze.begun', freeze));
    return freeze;
  });
}

/** Where it acts: of an agent, its team too. */
async function scopeOf(ctx: Ctx, { teamId, agentId, environment }: BeginFreeze): Promise<Exclude<Resource, string>> {
  const where = environment === undefined ? {} : { environment };
  if (agentId === undefined) return { ...where, ...(teamId !== undefined && { teamId }) };
  const agent = await findAgent(ctx, agentId);
  return { ...where, teamId: agent.teamId, agentId: agent.id, agent: agent.key };
}
