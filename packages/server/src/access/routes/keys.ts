import { createRoute, z } from '@hono/zod-openapi';
import { answers, body, MutationHeaders, noContent, type RouteModule } from '../../ports/edge.ts';
import { CreatedKey, CreateKey, KeyList, ListQuery, RevokeKey, SetContentMode } from '../contract.ts';
import { createKey } from '../verbs/create-key.ts';
import { revokeKey } from '../verbs/revoke-key.ts';
import { setContentMode } from '../verbs/set-content-mode.ts';
import { listKeys } from '../views/list-keys.ts';
import { pageCursor } from './cursor.ts';
import type { AccessDeps } from './deps.ts';

const tags = ['Keys'];
const headers = MutationHeaders;

const list = createRoute({
  method: 'get',
  path: '/api/v1/keys',
  tags,
  summary: 'API keys, oldest first, revoked ones too',
  request: { query: ListQuery },
  responses: answers(KeyList, 'A page of keys, never their secrets.'),
});
const create = createRoute({
  method: 'post',
  path: '/api/v1/keys',
  tags,
  summary: 'Make an API key for a team',
  request: { headers, body: body(CreateKey) },
  responses: answers(CreatedKey, 'The key; its secret is shown here and never again.', 201),
});
const revoke = createRoute({
  method: 'post',
  path: '/api/v1/keys/{id}/revoke',
  tags,
  summary: 'Refuse a key from now on',
  request: { headers, params: z.object({ id: z.string().max(80) }), body: body(RevokeKey) },
  responses: noContent('Revoked.'),
});
const content = createRoute({
  method: 'post',
  path: '/api/v1/keys/{id}/content-mode',
  tags,
  summary: 'Keep, mask or drop content that a key sends from now on',
  request: { headers, params: z.object({ id: z.string().max(80) }), body: body(SetContentMode) },
  responses: noContent('Set.'),
});

export const keyRoutes: RouteModule<AccessDeps> = (app, { cursors }) => {
  app.openapi(list, async (c) => {
    const { limit, cursor } = c.req.valid('query');
    const page = pageCursor<string>(cursors, c.get('ctx'), 'keys');
    const { items, next } = await listKeys(c.get('ctx'), { limit, after: page.read(cursor) });
    return c.json({ items, nextCursor: page.write(next) }, 200);
  });
  app.openapi(create, async (c) => c.json(await createKey(c.get('ctx'), c.req.valid('json')), 201));
  app.openapi(revoke, async (c) => {
    await revokeKey(c.get('ctx'), { ...c.req.valid('param'), ...c.req.valid('json') });
    return c.body(null, 204);
  });
  app.openapi(content, async (c) => {
    await setContentMode(c.get('ctx'), { ...c.req.valid('param'), ...c.req.valid('json') });
    return c.body(null, 204);
  });
};
