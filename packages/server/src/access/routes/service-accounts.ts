import { createRoute, z } from '@hono/zod-openapi';
import { answers, body, MutationHeaders, noContent, type RouteModule } from '../../ports/edge.ts';
import {
  CreateServiceAccount,
  DisableServiceAccount,
  ListQuery,
  RenewServiceAccount,
  ServiceAccount,
  ServiceAccountList,
} from '../contract.ts';
import { createServiceAccount } from '../verbs/create-service-account.ts';
import { disableServiceAccount } from '../verbs/disable-service-account.ts';
import { renewServiceAccount } from '../verbs/renew-service-account.ts';
import { listServiceAccounts } from '../views/list-service-accounts.ts';
import { pageCursor } from './cursor.ts';
import type { AccessDeps } from './deps.ts';

const tags = ['Service accounts'];
const headers = MutationHeaders;
const params = z.object({ id: z.string().max(80) });

const list = createRoute({
  method: 'get',
  path: '/api/v1/service-accounts',
  tags,
  summary: 'Service accounts, oldest first, ended ones too',
  request: { query: ListQuery },
  responses: answers(ServiceAccountList, 'A page of service accounts.'),
});
const create = createRoute({
  method: 'post',
  path: '/api/v1/service-accounts',
  tags,
  summary: 'Make a service account with an owner and an end',
  request: { headers, body: body(CreateServiceAccount) },
  responses: answers(ServiceAccount, 'The new service account.', 201),
});
const renew = createRoute({
  method: 'post',
  path: '/api/v1/service-accounts/{id}/renew',
  tags,
  summary: 'Give it another end, another owner, or both',
  request: { headers, params, body: body(RenewServiceAccount) },
  responses: answers(ServiceAccount, 'As it is now.'),
});
const disable = createRoute({
  method: 'post',
  path: '/api/v1/service-accounts/{id}/disable',
  tags,
  summary: 'End it for good, with its keys',
  request: { headers, params, body: body(DisableServiceAccount) },
  responses: noContent('Disabled.'),
});

export const serviceAccountRoutes: RouteModule<AccessDeps> = (app, { cursors }) => {
  app.openapi(list, async (c) => {
    const { limit, cursor } = c.req.valid('query');
    const page = pageCursor<string>(cursors, c.get('ctx'), 'service-accounts');
    const { items, next } = await listServiceAccounts(c.get('ctx'), { limit, after: page.read(cursor) });
    return c.json({ items, nextCursor: page.write(next) }, 200);
  });
  app.openapi(create, async (c) => c.json(await createServiceAccount(c.get('ctx'), c.req.valid('json')), 201));
  app.openapi(renew, async (c) =>
    c.json(await renewServiceAccount(c.get('ctx'), { ...c.req.valid('param'), ...c.req.valid('json') }), 200),
  );
  app.openapi(disable, async (c) => {
    await disableServiceAccount(c.get('ctx'), { ...c.req.valid('param'), ...c.req.valid('json') });
    return c.body(null, 204);
  });
};
