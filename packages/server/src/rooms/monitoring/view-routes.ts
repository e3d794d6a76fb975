import { createRoute, z } from '@hono/zod-openapi';
import { answers, body, type EdgeApp, MutationHeaders, noContent } from '../../ports/edge.ts';
import { ChangeView, SavedView, SavedViewList, SaveView } from './contract-views.ts';
import { changeView } from './verbs/change-view.ts';
import { removeView } from './verbs/remove-view.ts';
import { saveView } from './verbs/save-view.ts';
import { listSavedViews } from './views/list-saved-views.ts';

const tags = ['Saved views'];
const headers = MutationHeaders;
const params = z.object({ id: z.string().max(80) });

const list = createRoute({
  ...{ method: 'get', path: '/api/v1/saved-views', operationId: 'listSavedViews', tags },
  summary: 'Lists kept with their filters: one’s own, and those of one’s teams',
  responses: answers(SavedViewList, 'By name.'),
});
const save = createRoute({
  ...{ method: 'post', path: '/api/v1/saved-views', operationId: 'saveView', tags },
  summary: 'Keep a list with its filters',
  request: { headers, body: body(SaveView) },
  responses: answers(SavedView, 'As it is kept.'),
});
const alter = createRoute({
  ...{ method: 'put', path: '/api/v1/saved-views/{id}', operationId: 'changeView', tags },
  summary: 'Change a saved view, or give it to a team',
  request: { headers, params, body: body(ChangeView) },
  responses: answers(SavedView, 'As it is kept now.'),
});
const remove = createRoute({
  ...{ method: 'delete', path: '/api/v1/saved-views/{id}', operationId: 'removeView', tags },
  summary: 'Remove a saved view',
  request: { headers, params },
  responses: noContent('It is gone.'),
});

export function registerSavedViews(app: EdgeApp): void {
  app.openapi(list, async (c) => c.json(await listSavedViews(c.get('ctx')), 200));
  app.openapi(save, async (c) => c.json(await saveView(c.get('ctx'), c.req.valid('json')), 200));
  app.openapi(alter, async (c) =>
    c.json(await changeView(c.get('ctx'), { ...c.req.valid('param'), said: c.req.valid('json') }), 200),
  );
  app.openapi(remove, async (c) => {
    await removeView(c.get('ctx'), c.req.valid('param'));
    return c.body(null, 204);
  });
}
