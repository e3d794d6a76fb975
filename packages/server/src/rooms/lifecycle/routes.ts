import { createRoute, z } from '@hono/zod-openapi';
import { answers, type EdgeApp, type EdgeDeps } from '../../ports/edge.ts';
import {
  AgentHistory,
  AgentList,
  AgentListQuery,
  AgentNames,
  AgentOverview,
  AgentQuery,
  AgentSuggestions,
  Reassembly,
} from './contract.ts';
import type { Place } from './model/order.ts';
import { registerCalendar } from './routes-calendar.ts';
import { registerDeployments } from './routes-deployments.ts';
import { registerEnvironments } from './routes-environments.ts';
import { registerEverywhere } from './routes-everywhere.ts';
import { registerFleet } from './routes-fleet.ts';
import { registerLabels } from './routes-labels.ts';
import { registerNames } from './routes-names.ts';
import { registerRegistry } from './routes-registry.ts';
import { registerReleases } from './routes-releases.ts';
import type { Sealing } from './releases/signing.ts';
import { agentHistory } from './views/agent-history.ts';
import type { FactStores } from './views/agent-rows.ts';
import { getAgent } from './views/get-agent.ts';
import { getReassembly } from './views/get-reassembly.ts';
import { LastSeen } from './views/last-seen.ts';
import { listAgents } from './views/list-agents.ts';
import { listNames } from './views/list-names.ts';
import { suggestAgents } from './views/suggest-agents.ts';

export type LifecycleDeps = EdgeDeps & Omit<FactStores, 'lastSeen'> & Sealing;

const tags = ['Agents'];
const Address = z.object({ id: z.string().max(200).openapi({ description: 'An id, a slug, or a slug it had.' }) });

const list = createRoute({
  method: 'get',
  path: '/api/v1/agents',
  operationId: 'listAgents',
  summary: 'Agents with what they did in a window',
  tags,
  request: { query: AgentListQuery },
  responses: answers(AgentList, 'A page of agents that the caller may see.'),
});
const names = createRoute({
  method: 'get',
  path: '/api/v1/agents/names',
  operationId: 'listAgentNames',
  summary: 'Names that wait for an agent, and names that are ignored',
  tags,
  responses: answers(AgentNames, 'Of the last seven days.'),
});
const suggestions = createRoute({
  method: 'get',
  path: '/api/v1/agents/suggestions',
  operationId: 'suggestAgents',
  summary: 'Steps whose names look like agents',
  tags,
  responses: answers(AgentSuggestions, 'Of the last 24 hours; declared by nobody.'),
});
const overview = createRoute({
  method: 'get',
  path: '/api/v1/agents/{id}',
  operationId: 'getAgent',
  summary: 'One agent',
  tags,
  request: { params: Address, query: AgentQuery },
  responses: answers(AgentOverview, 'The agent by release and environment, who calls whom, its names.'),
});
const history = createRoute({
  method: 'get',
  path: '/api/v1/agents/{id}/history',
  operationId: 'getAgentHistory',
  summary: 'What was done to an agent',
  tags,
  request: { params: Address },
  responses: answers(AgentHistory, 'Events of the ledger, newest first.'),
});
const reassembly = createRoute({
  method: 'get',
  path: '/api/v1/reassemblies/{id}',
  operationId: 'getReassembly',
  summary: 'How far runs have followed a change',
  tags,
  request: { params: z.object({ id: z.string().max(80) }) },
  responses: answers(Reassembly, 'Counted in traces.'),
});

export function register(app: EdgeApp, { cursors, warehouse, rollups, seal }: LifecycleDeps): void {
  const deps = { warehouse, rollups, lastSeen: new LastSeen(warehouse) };
  app.openapi(list, async (c) => {
    const ctx = c.get('ctx');
    const { cursor, ...query } = c.req.valid('query');
    const name = `agents:${query.sort}:${query.order}:${ctx.workspaceId}`;
    const place = cursor === undefined ? null : (cursors.decode(name, cursor) as unknown as Place);
    const { next, ...page } = await listAgents(ctx, deps, { query, place });
    return c.json({ ...page, nextCursor: next === null ? null : cursors.encode(name, next) }, 200);
  });
  // Before agents/{id}, which would take them for a slug.
  app.openapi(names, async (c) => c.json(await listNames(c.get('ctx'), deps), 200));
  app.openapi(suggestions, async (c) => c.json(await suggestAgents(c.get('ctx'), deps.warehouse), 200));
  app.openapi(overview, async (c) => {
    const { id } = c.req.valid('param');
    return c.json(await getAgent(c.get('ctx'), deps, { id, query: c.req.valid('query') }), 200);
  });
  app.openapi(history, async (c) => c.json(await agentHistory(c.get('ctx'), c.req.valid('param').id), 200));
  app.openapi(reassembly, async (c) => c.json(await getReassembly(c.get('ctx'), c.req.valid('param').id), 200));
  registerNames(app, deps);
  registerReleases(app, { cursors, seal });
  registerRegistry(app, { seal });
  registerDeployments(app, deps);
  registerLabels(app, { seal });
  registerFleet(app, deps);
  registerCalendar(app);
  registerEnvironments(app);
  registerEverywhere(app, { cursors });
}
