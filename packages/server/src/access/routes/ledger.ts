import { createRoute } from '@hono/zod-openapi';
import { answers, type RouteModule } from '../../ports/edge.ts';
import { LedgerList, ListQuery } from '../contract.ts';
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

export const ledgerRoutes: RouteModule<AccessDeps> = (app, { cursors }) => {
  app.openapi(list, async (c) => {
    const { limit, cursor } = c.req.valid('query');
    const page = pageCursor<number>(cursors, c.get('ctx'), 'ledger');
    const { items, next } = await listLedger(c.get('ctx'), { limit, before: page.read(cursor) });
    return c.json({ items, nextCursor: page.write(next) }, 200);
  });
};
