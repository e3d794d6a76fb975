import { createRoute } from '@hono/zod-openapi';
import { answers, type EdgeApp, MutationHeaders } from '../../ports/edge.ts';
import { DemoState } from './contract.ts';
import { type PutAway, removeDemoData } from './verbs/remove-demo-data.ts';
import { getDemo } from './views/get-demo.ts';

const tags = ['Demo'];

const get = createRoute({
  method: 'get',
  path: '/api/v1/demo',
  operationId: 'getDemo',
  summary: 'Whether demo data is here',
  tags,
  responses: answers(DemoState, 'The state of the demo.'),
});
const remove = createRoute({
  method: 'post',
  path: '/api/v1/demo/remove',
  operationId: 'removeDemoData',
  summary: 'Remove all demo data',
  tags,
  request: { headers: MutationHeaders },
  responses: answers(DemoState, 'Ordered, or nothing to do: `removing` until the last row is gone.'),
});

export function registerDemo(app: EdgeApp, putAway: PutAway): void {
  app.openapi(get, async (c) => c.json(await getDemo(c.get('ctx')), 200));
  app.openapi(remove, async (c) => c.json(await removeDemoData(c.get('ctx'), putAway), 200));
}
