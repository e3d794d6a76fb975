import { createRoute } from '@hono/zod-openapi';
import { answers, body, type EdgeApp, MutationHeaders } from '../../ports/edge.ts';
import { EnvironmentOrder, SetEnvironmentOrder } from './contract-environments.ts';
import { setEnvironmentOrder } from './verbs/set-environment-order.ts';
import { getEnvironmentOrder } from './views/get-environment-order.ts';

const path = '/api/v1/environments/order';
const tags = ['Deployments'];

const order = createRoute({
  method: 'get',
  path,
  operationId: 'getEnvironmentOrder',
  summary: 'From which environment a release goes on to which',
  tags,
  responses: answers(EnvironmentOrder, 'As somebody said, else as their names say.'),
});
const set = createRoute({
  method: 'put',
  path,
  operationId: 'setEnvironmentOrder',
  summary: 'Say from which environment a release goes on to which',
  tags,
  request: { headers: MutationHeaders, body: body(SetEnvironmentOrder) },
  responses: answers(EnvironmentOrder, 'The order from now on.'),
});

export function registerEnvironments(app: EdgeApp): void {
  app.openapi(order, async (c) => c.json(await getEnvironmentOrder(c.get('ctx')), 200));
  app.openapi(set, async (c) => c.json(await setEnvironmentOrder(c.get('ctx'), c.req.valid('json')), 200));
}
