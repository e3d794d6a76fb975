import { createRoute } from '@hono/zod-openapi';
import { answers, type EdgeApp } from '../../ports/edge.ts';
import type { Warehouse } from '../../ports/warehouse.ts';
import { PassK, PassKQuery } from './contract-scores.ts';
import { passK } from './views/pass-k.ts';

const passPower = createRoute({
  method: 'get',
  path: '/api/v1/scores/pass-k',
  operationId: 'getPassK',
  summary: 'How often a task is done in every one of k runs',
  tags: ['Scores'],
  request: { query: PassKQuery },
  responses: answers(PassK, 'pass^1 to pass^k of the runs that the caller may see.'),
});

export function registerScores(app: EdgeApp, { warehouse }: { warehouse: Warehouse }): void {
  app.openapi(passPower, async (c) => c.json(await passK(c.get('ctx'), warehouse, c.req.valid('query')), 200));
}
