import { namesOfPeople } from '../../../access/index.ts';
import { allows, authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { DeploymentList } from '../contract-deployments.ts';
import { percentOf } from '../deployment-rows.ts';
import { findAgent } from '../find-agent.ts';
import { lifecycleDb } from '../tables.ts';
import { scheduledOf } from './scheduled.ts';
import { shownDeployments } from './get-deployment.ts';

const most = 100;

/** What the environments of an agent serve, how it came to that, and what is to come; of environments that the actor may see. */
export async function listDeployments(ctx: Ctx, idOrSlug: string): Promise<DeploymentList> {
  authorize(ctx, 'agent.read', 'anywhere');
  const { id: agentId, teamId, key: agent } = await findAgent(ctx, idOrSlug);
  const seen = ({ environment }: { environment: string }): boolean =>
    allows(ctx.actor, 'agent.read', { teamId, agentId, agent, environment });
  const db = lifecycleDb(ctx.state.db);
  const served = db.selectFrom('deployments').selectAll().where('agent_id', '=', agentId).orderBy('environment');
  const history = db
    .selectFrom('deployment_history')
    .selectAll()
    .where('agent_id', '=', agentId)
    .orderBy('at', 'desc')
    .orderBy('version', 'desc');
  const due = db.selectFrom('deployment_schedules').selectAll().where('agent_id', '=', agentId).orderBy('id', 'desc');
  const changes = (await history.limit(most).execute()).filter(seen);
  const people = await namesOfPeople(
    ctx,
    changes.map((row) => row.by),
  );
  return {
    items: await shownDeployments(ctx, (await served.execute()).filter(seen)),
    changes: changes.map((row) => ({
      ...{ id: row.id, environment: row.environment, version: row.version, verb: row.verb },
      ...{ releaseId: row.release_id, previousId: row.previous_id, candidateId: row.candidate_id },
      candidatePercent: row.candidate_share === null ? null : percentOf(row.candidate_share),
      ...{ at: row.at.toISOString(), by: row.by, byName: people.get(row.by) ?? null, reason: row.reason },
    })),
    scheduled: (await due.limit(most).execute()).filter(seen).map(scheduledOf),
  };
}
