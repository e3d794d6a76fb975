import { createRoute, z } from '@hono/zod-openapi';
import { answers, body, MutationHeaders, noContent, type RouteModule } from '../../ports/edge.ts';
import {
  AddModelProvider,
  ChangeModelProvider,
  ModelProvider,
  ModelProviderDetail,
  ModelProviders,
  RemoveModelProvider,
  TriedModelProvider,
  TryModelProvider,
} from '../contract-providers.ts';
import { addModelProvider } from '../verbs/add-model-provider.ts';
import { changeModelProvider } from '../verbs/change-model-provider.ts';
import { removeModelProvider } from '../verbs/remove-model-provider.ts';
import { tryModelProvider } from '../verbs/try-model-provider.ts';
import { getModelProvider, listModelProviders } from '../views/list-model-providers.ts';
import type { AccessDeps } from './deps.ts';

const tags = ['Model providers'];
const headers = MutationHeaders;
const params = z.object({ id: z.string().max(80) });

const list = createRoute({
  ...{ method: 'get', path: '/api/v1/providers', operationId: 'listModelProviders', tags },
  summary: 'Model providers that Signalbox may ask, by name',
  responses: answers(ModelProviders, 'Those of the caller’s teams and of the whole workspace, never their keys.'),
});
const get = createRoute({
  ...{ method: 'get', path: '/api/v1/providers/{id}', operationId: 'getModelProvider', tags },
  summary: 'One model provider, with who used it',
  request: { params },
  responses: answers(ModelProviderDetail, 'The provider.'),
});
const add = createRoute({
  ...{ method: 'post', path: '/api/v1/providers', operationId: 'addModelProvider', tags },
  summary: 'Let Signalbox ask a model provider',
  request: { headers, body: body(AddModelProvider) },
  responses: answers(ModelProvider, 'The provider; its key is kept sealed.', 201),
});
const alter = createRoute({
  ...{ method: 'patch', path: '/api/v1/providers/{id}', operationId: 'changeModelProvider', tags },
  summary: 'Change a model provider',
  request: { headers, params, body: body(ChangeModelProvider) },
  responses: answers(ModelProvider, 'The provider as it is now.'),
});
const remove = createRoute({
  ...{ method: 'post', path: '/api/v1/providers/{id}/remove', operationId: 'removeModelProvider', tags },
  summary: 'Remove a model provider with its key',
  request: { headers, params, body: body(RemoveModelProvider) },
  responses: noContent('Removed.'),
});
const attempt = createRoute({
  ...{ method: 'post', path: '/api/v1/providers/{id}/try', operationId: 'tryModelProvider', tags },
  summary: 'Ask a model one short question',
  request: { headers, params, body: body(TryModelProvider) },
  responses: answers(TriedModelProvider, 'What it said, or what went wrong.'),
});

export const modelProviderRoutes: RouteModule<AccessDeps> = (app, deps) => {
  app.openapi(list, async (c) => c.json(await listModelProviders(c.get('ctx')), 200));
  app.openapi(get, async (c) => c.json(await getModelProvider(c.get('ctx'), c.req.valid('param').id), 200));
  app.openapi(add, async (c) => c.json(await addModelProvider(c.get('ctx'), deps.seal, c.req.valid('json')), 201));
  app.openapi(alter, async (c) => {
    const input = { ...c.req.valid('param'), ...c.req.valid('json') };
    return c.json(await changeModelProvider(c.get('ctx'), deps.seal, input), 200);
  });
  app.openapi(remove, async (c) => {
    await removeModelProvider(c.get('ctx'), { ...c.req.valid('param'), ...c.req.valid('json') });
    return c.body(null, 204);
  });
  app.openapi(attempt, async (c) => {
    return c.json(await tryModelProvider(c.get('ctx'), deps, { ...c.req.valid('param'), ...c.req.valid('json') }), 200);
  });
};
