import { allows } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { CatalogAgent } from '../find-agent.ts';
import { lifecycleDb } from '../tables.ts';

/** The environments that an agent was deployed to, or is to be, as far as the actor may see them. Asked before rows are counted off. */
export async function seenEnvironments(ctx: Ctx, { id: agentId, teamId, key: agent }: CatalogAgent): Promise<string[]> {
  const db = lifecycleDb(ctx.state.db);
  const known = await db
    .selectFrom('deployment_history')
    .select('environment')
    .where('agent_id', '=', agentId)
    .union(db.selectFrom('deployment_schedules').select('environment').where('agent_id', '=', agentId))
    .execute();
  return known
    .map((row) => row.environment)
    .filter((environment) => allows(ctx.actor, 'agent.read', { teamId, agentId, agent, environment }));
}
