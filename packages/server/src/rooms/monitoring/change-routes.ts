import { createRoute } from '@hono/zod-openapi';
import { answers, type EdgeApp } from '../../ports/edge.ts';
import { Changes, ChangesQuery } from './contract-changes.ts';
import { type ChangeStores, listChanges } from './views/changes/list-changes.ts';

const changes = createRoute({
  method: 'get',
  path: '/api/v1/changes',
  operationId: 'listChanges',
  summary: 'What changed in a time: releases, prompts, models, freezes',
  tags: ['Totals'],
  request: { query: ChangesQuery },
  responses: answers(Changes, 'For marks on charts. Each says what it is about.'),
});

export function registerChanges(app: EdgeApp, stores: ChangeStores): void {
  app.openapi(changes, async (c) => c.json(await listChanges(c.get('ctx'), stores, c.req.valid('query')), 200));
}
