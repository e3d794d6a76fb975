import { createRoute } from '@hono/zod-openapi';
import { answers, type RouteModule } from '../../ports/edge.ts';
import { AccessAt, AccessQuery, LedgerList, ListQuery } from '../contract.ts';
import { accessAt } from '../views/access-at.ts';
import { listLedger } from '../views/list-ledger.ts';
import { pageCursor } from './cursor.ts';
import type { AccessDeps } from './deps.ts';

const list = createRoute({
  method: 'get',
  path: '/api/v1/ledger',
  tags: ['Ledger'],
  summary: 'Every change of authority, configuration and lifecycle, newest first',
  request: { query: ListQuery },
  responses: answers(LedgerList, 'A page of the ledger.'),
});

const then = createRoute({
  method: 'get',
  path: '/api/v1/access',
  tags: ['Ledger'],
  summary: 'Who could do what with an agent at a time, replayed from the ledger',
  request: { query: AccessQuery },
  responses: answers(AccessAt, 'People and keys that reached the agent then.'),
});

export const ledgerRoutes: RouteModule<AccessDeps> = (app, { cursors }) => {
  app.openapi(list, async (c) => {
    const { limit, cursor } = c.req.valid('query');
    const page = pageCursor<number>(cursors, c.get('ctx'), 'ledger');
    const { items, next } = await listLedger(c.get('ctx'), { limit, before: page.read(cursor) });
    return c.json({ items, nextCursor: page.write(next) }, 200);
  });
  app.openapi(then, async (c) => c.json(await accessAt(c.get('ctx'), c.req.valid('query')), 200));
};
