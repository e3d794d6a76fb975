import { createRoute, z } from '@hono/zod-openapi';
import { answers, body, type EdgeApp, MutationHeaders } from '../../ports/edge.ts';
import { Preview } from './contract.ts';
import {
  BulkAgents,
  BulkResult,
  FleetQuery,
  DependencyMap,
  FleetRules,
  MapQuery,
  NamingQuery,
  NamingRule,
  NamingState,
} from './contract-fleet.ts';
import { changeAgents } from './verbs/change-agents.ts';
import { setNamingRule } from './verbs/set-naming-rule.ts';
import { dependencyMap } from './views/dependency-map.ts';
import { fleetRules } from './views/fleet-rules.ts';
import { getNaming } from './views/get-naming.ts';

const tags = ['Agents'];
const headers = MutationHeaders;
const naming = '/api/v1/fleet/naming';

const rules = createRoute({
  method: 'get',
  path: '/api/v1/fleet/rules',
  operationId: 'getFleetRules',
  summary: 'How far agents are what they should be',
  tags,
  request: { query: FleetQuery },
  responses: answers(FleetRules, 'Each rule with its misses, and what mends each.'),
});
const bulk = createRoute({
  method: 'post',
  path: '/api/v1/agents/bulk',
  operationId: 'changeAgents',
  summary: 'Change many agents at once',
  tags,
  request: { headers, query: Preview, body: body(BulkAgents) },
  responses: answers(BulkResult, 'A result for each: done or refused by itself. With preview=true nothing is changed.'),
});
const state = createRoute({
  method: 'get',
  path: naming,
  operationId: 'getAgentNaming',
  summary: 'What agents may be called',
  tags,
  request: { query: NamingQuery },
  responses: answers(NamingState, 'The rule, and agents that are called otherwise.'),
});
const set = createRoute({
  method: 'put',
  path: naming,
  operationId: 'setAgentNaming',
  summary: 'Say what agents may be called',
  tags,
  request: { headers, body: body(NamingRule) },
  responses: answers(NamingState, 'From now on: asked when agents are claimed, declared, renamed or applied.'),
});
const remove = createRoute({
  method: 'delete',
  path: naming,
  operationId: 'removeAgentNaming',
  summary: 'Let agents be called anything',
  tags,
  request: { headers },
  responses: answers(NamingState, 'There is no rule any more.'),
});

const map = createRoute({
  method: 'get',
  path: '/api/v1/map',
  operationId: 'getDependencyMap',
  summary: 'Which agents call each other',
  tags,
  request: { query: MapQuery },
  responses: answers(DependencyMap, 'As telemetry tells it, and as they say themselves.'),
});
const around = createRoute({
  method: 'get',
  path: '/api/v1/agents/{id}/map',
  operationId: 'getAgentMap',
  summary: 'Who calls an agent, and whom it calls',
  tags,
  request: {
    params: z.object({ id: z.string().max(200).openapi({ description: 'An id, a slug, or a slug it had.' }) }),
    query: MapQuery.omit({ teamId: true }),
  },
  responses: answers(DependencyMap, 'The agent and its neighbours.'),
});

export function registerFleet(app: EdgeApp, stores: Parameters<typeof fleetRules>[1]): void {
  app.openapi(rules, async (c) => c.json(await fleetRules(c.get('ctx'), stores, c.req.valid('query')), 200));
  app.openapi(bulk, async (c) => {
    const isPreview = c.req.valid('query').preview === 'true';
    return c.json(await changeAgents(c.get('ctx'), { ...c.req.valid('json'), isPreview }), 200);
  });
  app.openapi(map, async (c) => c.json(await dependencyMap(c.get('ctx'), stores.warehouse, c.req.valid('query')), 200));
  app.openapi(around, async (c) => {
    const query = { ...c.req.valid('query'), agent: c.req.valid('param').id };
    return c.json(await dependencyMap(c.get('ctx'), stores.warehouse, query), 200);
  });
  app.openapi(state, async (c) => c.json(await getNaming(c.get('ctx'), c.req.valid('query')), 200));
  app.openapi(set, async (c) => {
    await setNamingRule(c.get('ctx'), c.req.valid('json'));
    return c.json(await getNaming(c.get('ctx')), 200);
  });
  app.openapi(remove, async (c) => {
    await setNamingRule(c.get('ctx'), null);
    return c.json(await getNaming(c.get('ctx')), 200);
  });
}
