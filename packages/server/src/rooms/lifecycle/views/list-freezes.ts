import { allows, authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { Freeze } from '../contract-deployments.ts';
import { freezeOf } from '../freezes/rows.ts';
import { lifecycleDb } from '../tables.ts';

const most = 200;

/** Freezes that hold or are to come, and are not lifted, by their beginning; those of other teams, and who agreed for agents, only for who may see these. */
export async function listFreezes(ctx: Ctx): Promise<{ items: Freeze[] }> {
  authorize(ctx, 'agent.read', 'anywhere');
  const db = lifecycleDb(ctx.state.db);
  const open = db
    .selectFrom('freeze_windows')
    .where('workspace_id', '=', ctx.workspaceId)
    .where('until_at', '>', new Date(ctx.clock.now()))
    .where('lifted_at', 'is', null);
  const teams = (await open.select('team_id').distinct().execute()).flatMap((row) => row.team_id ?? []);
  const mine = teams.filter((teamId) => allows(ctx.actor, 'team.read', { teamId }));
  const rows = await open
    .selectAll()
    .where((eb) => eb.or([eb('team_id', 'is', null), ...(mine.length > 0 ? [eb('team_id', 'in', mine)] : [])]))
    .orderBy('from_at')
    .limit(most)
    .execute();
  if (rows.length === 0) return { items: [] };
  const overrides = await seenOverrides(
    ctx,
    rows.map((row) => row.id),
  );
  return { items: rows.map((row) => freezeOf(row, overrides)) };
}

async function seenOverrides(ctx: Ctx, freezes: string[]): Promise<Parameters<typeof freezeOf>[1]> {
  const rows = await lifecycleDb(ctx.state.db)
    .selectFrom('freeze_overrides')
    .innerJoin('agents', 'agents.id', 'freeze_overrides.agent_id')
    .selectAll('freeze_overrides')
    .select(['agents.team_id as teamId', 'agents.key as agent'])
    .where('freeze_id', 'in', freezes)
    .orderBy('at')
    .execute();
  return rows.filter(({ teamId, agent, agent_id: agentId, environment }) =>
    allows(ctx.actor, 'agent.read', { teamId, agentId, agent, environment }),
  );
}
