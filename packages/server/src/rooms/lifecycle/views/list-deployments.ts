import { sql } from 'kysely';
import { namesOfPeople } from '../../../access/index.ts';
import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { DeploymentList } from '../contract-deployments.ts';
import { percentOf } from '../deployments/rows.ts';
import { findAgent, seenEnvironments } from '../registry/find-agent.ts';
import { lifecycleDb } from '../tables.ts';
import { deploymentEffects } from './deployment-effects.ts';
import { scheduledOf } from './scheduled.ts';
import { shownDeployments } from './get-deployment.ts';

const most = 100;
/** Asked with the rows, not of them: those one may not see must not use up the hundred. */
const inSeen = (seen: 'all' | string[]) =>
  seen === 'all' ? sql<boolean>`true` : sql<boolean>`environment = any(${seen})`;

/**
 * What the environments of an agent serve, how it came to that, and what is to come; of environments that the actor may see.
 * Without `stores` it is not told what happened before and after each change.
 */
export async function listDeployments(
  ctx: Ctx,
  idOrSlug: string,
  stores: Parameters<typeof deploymentEffects>[1] | null = null,
): Promise<DeploymentList> {
  authorize(ctx, 'agent.read', 'anywhere');
  const agent = await findAgent(ctx, idOrSlug);
  const places = inSeen(seenEnvironments(ctx, agent));
  const db = lifecycleDb(ctx.state.db);
  const [served, history, due] = [
    db.selectFrom('deployments').selectAll().where('agent_id', '=', agent.id).where(places),
    db.selectFrom('deployment_history').selectAll().where('agent_id', '=', agent.id).where(places),
    db.selectFrom('deployment_schedules').selectAll().where('agent_id', '=', agent.id).where(places),
  ];
  const changes = await history.orderBy('at', 'desc').orderBy('version', 'desc').limit(most).execute();
  const people = await namesOfPeople(
    ctx,
    changes.map((row) => row.by),
  );
  const effects = stores === null ? null : await deploymentEffects(ctx, stores, agent, changes);
  return {
    items: await shownDeployments(ctx, await served.orderBy('environment').execute()),
    changes: changes.map((row) => ({
      ...{ id: row.id, environment: row.environment, version: row.version, verb: row.verb },
      ...{ releaseId: row.release_id, previousId: row.previous_id, candidateId: row.candidate_id },
      candidatePercent: row.candidate_share === null ? null : percentOf(row.candidate_share),
      ...{ at: row.at.toISOString(), by: row.by, byName: people.get(row.by) ?? null, reason: row.reason },
      effect: effects?.get(row.id) ?? null,
    })),
    scheduled: (await due.orderBy('id', 'desc').limit(most).execute()).map(scheduledOf),
  };
}
