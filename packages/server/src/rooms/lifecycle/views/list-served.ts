import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { ServedList, ServedQuery } from '../contract-everywhere.ts';
import { seenEnvironments } from '../registry/find-agent.ts';
import { lifecycleDb } from '../tables.ts';
import { shownDeployments } from './get-deployment.ts';
import { visibleAgents } from './list-agents.ts';

const most = 2_000;

/** What every environment serves of every agent, of places that the actor may see. */
export async function listServed(ctx: Ctx, { teamId, environment }: ServedQuery): Promise<ServedList> {
  authorize(ctx, 'agent.read', 'anywhere');
  const agents = new Map((await visibleAgents(ctx, teamId)).map((one) => [one.id, one]));
  if (agents.size === 0) return { items: [], truncated: false };
  let rows = lifecycleDb(ctx.state.db)
    .selectFrom('deployments')
    .selectAll()
    .where('agent_id', 'in', [...agents.keys()]);
  if (environment !== undefined) rows = rows.where('environment', '=', environment);
  const found = await rows.orderBy('agent_id').orderBy('environment').execute();
  const seen = found.filter((row) => {
    const places = seenEnvironments(ctx, agents.get(row.agent_id)!);
    return places === 'all' || places.includes(row.environment);
  });
  const shown = await shownDeployments(ctx, seen.slice(0, most));
  const items = shown.map(({ past: _past, ...one }) => {
    const { id, slug, name, teamId: team } = agents.get(one.agentId)!;
    return { ...one, agent: { id, slug, name, teamId: team } };
  });
  items.sort((a, b) => byText(a.agent.name, b.agent.name) || byText(a.environment, b.environment));
  return { items, truncated: seen.length > most };
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
