import { authorize, visiblePlaces } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { Agent, AgentList, AgentListQuery } from '../contract.ts';
import { agentColumns, type CatalogAgent } from '../registry/find-agent.ts';
import { after, ordered, type Place, placeOf } from '../model/order.ts';
import { agentRows, type FactStores, figuresByAgent } from './agent-rows.ts';
import { windowOf } from './window.ts';

export type AgentPage = Omit<AgentList, 'nextCursor'> & { next: Place | null };

/** The catalog of agents one may see, joined with what they did in the window. */
export async function listAgents(
  ctx: Ctx,
  stores: FactStores,
  { query, place }: { query: AgentListQuery; place: Place | null },
): Promise<AgentPage> {
  authorize(ctx, 'agent.read', 'anywhere');
  const now = ctx.clock.now();
  const window = windowOf(query, now);
  const [catalog, figures] = await Promise.all([
    visibleAgents(ctx, query.teamId),
    figuresByAgent(ctx, stores, query, window),
  ]);
  const rows = await agentRows(ctx, stores, catalog, { figures, window });
  const scoped = isScoped(query) ? rows.filter((one) => one.figures !== null) : rows;
  const fitting = scoped.filter((one) => fits(one, query));
  const rest = after(ordered(fitting, query), place, query);
  const items = rest.slice(0, query.limit);
  const known = new Set(catalog.map((one) => `${one.teamId} ${one.key}`));
  return {
    items,
    next: rest.length > items.length ? placeOf(items.at(-1)!, query) : null,
    total: fitting.length,
    byHealth: byHealth(scoped),
    waiting: [...(figures?.keys() ?? [])].filter((name) => !known.has(name)).length,
    readable: figures !== null,
    ...{ from: window.from, to: window.to, asOf: new Date(now).toISOString() },
  };
}

/** Agents that stand in lists, of places one may see. */
export async function visibleAgents(ctx: Ctx, teamId?: string): Promise<CatalogAgent[]> {
  const places = visiblePlaces(ctx.actor, 'agent.read');
  const agents: CatalogAgent[] = [];
  for (;;) {
    let next = ctx.state.db.selectFrom('agents').select(agentColumns).where('workspace_id', '=', ctx.workspaceId);
    if (teamId !== undefined) next = next.where('team_id', '=', teamId);
    const rows = await next
      .where('put_away', 'is', null)
      .where('id', '>', agents.at(-1)?.id ?? '')
      .orderBy('id')
      .limit(1000)
      .execute();
    agents.push(...rows);
    if (rows.length < 1000) break;
  }
  if (places === 'all') return agents;
  return agents.filter((agent) =>
    places.some(
      (place) =>
        (place.teamId === null || place.teamId === agent.teamId) &&
        (place.agents === null || place.agents.includes(agent.key)),
    ),
  );
}

/** Of one environment or release there are only agents that worked in it. */
const isScoped = ({ environment, release }: AgentListQuery): boolean => (environment ?? release) !== undefined;

function fits(agent: Agent, { q, health, unclaimed }: AgentListQuery): boolean {
  if (health !== undefined && agent.aspect.health !== health) return false;
  if (unclaimed !== undefined && agent.owner !== null) return false;
  const part = q?.toLowerCase();
  return part === undefined || [agent.name, agent.key, agent.slug].some((text) => text.toLowerCase().includes(part));
}

function byHealth(agents: readonly Agent[]): AgentList['byHealth'] {
  const counts = { danger: 0, caution: 0, dark: 0, clear: 0 };
  for (const agent of agents) counts[agent.aspect.health]++;
  return counts;
}
