import { createRoute, z } from '@hono/zod-openapi';
import { answers, body, type EdgeApp, MutationHeaders, noContent } from '../../ports/edge.ts';
import {
  Dashboard,
  DashboardList,
  DuplicateDashboard,
  IfDashboardVersion,
  ImportDashboard,
  ImportedDashboard,
  WriteDashboard,
} from './contract-dashboards.ts';
import { dashboardText } from './dashboards/document.ts';
import { changeDashboard } from './verbs/change-dashboard.ts';
import { createDashboard } from './verbs/create-dashboard.ts';
import { duplicateDashboard } from './verbs/duplicate-dashboard.ts';
import { importDashboard } from './verbs/import-dashboard.ts';
import { removeDashboard } from './verbs/remove-dashboard.ts';
import { restoreDashboard } from './verbs/restore-dashboard.ts';
import { getDashboard } from './views/get-dashboard.ts';
import { listDashboards } from './views/list-dashboards.ts';

const tags = ['Dashboards'];
const params = z.object({ id: z.string().max(80) });
const headers = MutationHeaders;
const { default: problem } = answers(z.string(), '');

const list = createRoute({
  ...{ method: 'get', path: '/api/v1/dashboards', operationId: 'listDashboards', tags },
  summary: 'Dashboards by name',
  responses: answers(DashboardList, 'The built-in one first; at most 500 others.'),
});
const get = createRoute({
  ...{ method: 'get', path: '/api/v1/dashboards/{id}', operationId: 'getDashboard', tags },
  summary: 'A dashboard with its widgets',
  request: { params },
  responses: answers(Dashboard, 'Its version is the ETag.'),
});
const text = createRoute({
  ...{ method: 'get', path: '/api/v1/dashboards/{id}/yaml', operationId: 'exportDashboard', tags },
  summary: 'A dashboard as a YAML file',
  request: { params },
  responses: {
    200: {
      description: 'What PUT /api/v1/dashboards/import takes.',
      content: { 'application/yaml': { schema: z.string() } },
    },
    default: problem,
  },
});
const take = createRoute({
  ...{ method: 'put', path: '/api/v1/dashboards/import', operationId: 'importDashboard', tags },
  summary: 'Make the dashboard of this name what a YAML file says',
  request: { headers, body: body(ImportDashboard) },
  responses: answers(ImportedDashboard, 'Repeating it changes nothing.'),
});
const create = createRoute({
  ...{ method: 'post', path: '/api/v1/dashboards', operationId: 'createDashboard', tags },
  summary: 'Create a dashboard',
  request: { headers, body: body(WriteDashboard) },
  responses: answers(Dashboard, 'As it is now.'),
});
const change = createRoute({
  ...{ method: 'put', path: '/api/v1/dashboards/{id}', operationId: 'changeDashboard', tags },
  summary: 'Say the whole of a dashboard anew',
  request: { headers: headers.extend(IfDashboardVersion.shape), params, body: body(WriteDashboard) },
  responses: answers(Dashboard, 'As it is now.'),
});
const duplicate = createRoute({
  ...{ method: 'post', path: '/api/v1/dashboards/{id}/duplicate', operationId: 'duplicateDashboard', tags },
  summary: 'Make another dashboard like this one',
  request: { headers, params, body: body(DuplicateDashboard) },
  responses: answers(Dashboard, 'The new one.'),
});
const remove = createRoute({
  ...{ method: 'delete', path: '/api/v1/dashboards/{id}', operationId: 'removeDashboard', tags },
  summary: 'Remove a dashboard; it can be restored',
  request: { headers, params },
  responses: noContent('It stands in no list any more.'),
});
const restore = createRoute({
  ...{ method: 'post', path: '/api/v1/dashboards/{id}/restore', operationId: 'restoreDashboard', tags },
  summary: 'Bring a removed dashboard back',
  request: { headers, params },
  responses: answers(Dashboard, 'As it was.'),
});

export function registerDashboards(app: EdgeApp): void {
  // Before dashboards/{id}, which would take "import" for an id.
  app.openapi(take, async (c) => c.json(await importDashboard(c.get('ctx'), c.req.valid('json')), 200));
  app.openapi(list, async (c) => c.json(await listDashboards(c.get('ctx')), 200));
  app.openapi(text, async (c) => {
    const found = await getDashboard(c.get('ctx'), c.req.valid('param'));
    const type = { 'content-type': 'application/yaml; charset=utf-8' };
    return c.body(dashboardText(found), 200, {
      ...type,
      'content-disposition': 'attachment; filename="dashboard.yaml"',
    });
  });
  app.openapi(get, async (c) => {
    const found = await getDashboard(c.get('ctx'), c.req.valid('param'));
    return c.json(found, 200, { etag: `"${found.version}"` });
  });
  app.openapi(create, async (c) => c.json(await createDashboard(c.get('ctx'), c.req.valid('json')), 200));
  app.openapi(change, async (c) => {
    const expected = Number(c.req.valid('header')['if-match'].replaceAll('"', ''));
    const input = { ...c.req.valid('param'), expected, said: c.req.valid('json') };
    const now = await changeDashboard(c.get('ctx'), input);
    return c.json(now, 200, { etag: `"${now.version}"` });
  });
  app.openapi(duplicate, async (c) =>
    c.json(await duplicateDashboard(c.get('ctx'), { ...c.req.valid('param'), ...c.req.valid('json') }), 200),
  );
  app.openapi(remove, async (c) => {
    await removeDashboard(c.get('ctx'), c.req.valid('param'));
    return c.body(null, 204);
  });
  app.openapi(restore, async (c) => c.json(await restoreDashboard(c.get('ctx'), c.req.valid('param')), 200));
}
