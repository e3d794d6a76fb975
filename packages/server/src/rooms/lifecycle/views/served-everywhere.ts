import { sql } from 'kysely';
import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { DeploymentsQuery, ServedDeployment } from '../contract-deployments.ts';
import { seenEnvironments } from '../registry/find-agent.ts';
import { lifecycleDb } from '../tables.ts';
import { shownDeployments } from './get-deployment.ts';
import { visibleAgents } from './list-agents.ts';

/** Where a page ended: agent and environment. */
export type Place = readonly [agentId: string, environment: string];
type Query = Omit<DeploymentsQuery, 'cursor'> & { after: Place | null };

const batch = 500;

/** What every environment serves of every agent, and since when; of places that one may see, by agent and environment. */
export async function servedEverywhere(
  ctx: Ctx,
  { environment, teamId, limit, after }: Query,
): Promise<{ items: ServedDeployment[]; next: Place | null }> {
  authorize(ctx, 'agent.read', 'anywhere');
  const agents = new Map((await visibleAgents(ctx, teamId)).map((one) => [one.id, one]));
  let rows = lifecycleDb(ctx.state.db)
    .selectFrom('deployments')
    .selectAll()
    .where('workspace_id', '=', ctx.workspaceId);
  if (environment !== undefined) rows = rows.where('environment', '=', environment);
  const seen: Awaited<ReturnType<typeof rows.execute>> = [];
  for (let place = after, more = true; more && seen.length <= limit;) {
    let next = rows;
    if (place !== null) next = next.where(sql<boolean>`(agent_id, environment) > (${place[0]}, ${place[1]})`);
    const found = await next.orderBy('agent_id').orderBy('environment').limit(batch).execute();
    for (const row of found) {
      const agent = agents.get(row.agent_id);
      const places = agent === undefined ? [] : seenEnvironments(ctx, agent);
      if (places === 'all' || places.includes(row.environment)) seen.push(row);
    }
    more = found.length === batch;
    const last = found.at(-1);
    if (last !== undefined) place = [last.agent_id, last.environment];
  }
  const page = seen.slice(0, limit);
  const last = page.at(-1);
  const items = (await shownDeployments(ctx, page)).map((one) => {
    const { id, slug, name, teamId: team } = agents.get(one.agentId)!;
    return { ...one, agent: { id, slug, name, teamId: team } };
  });
  return { items, next: seen.length > limit && last !== undefined ? [last.agent_id, last.environment] : null };
}
