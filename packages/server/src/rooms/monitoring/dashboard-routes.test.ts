import { OpenAPIHono } from '@hono/zod-openapi';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase } from '../../adapters/postgres/state-database.fixture.ts';
import type { Database } from '../../ports/database.ts';
import type { EdgeEnv } from '../../ports/edge.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { AppError } from '../../spine/errors.ts';
import { testWorkspace } from '../../spine/ledger/ledger.fixture.ts';
import { spineMigrations } from '../../spine/migrations/index.ts';
import { Dashboard, DashboardList, ImportedDashboard } from './contract-dashboards.ts';
import { registerDashboards } from './dashboard-routes.ts';
import { monitoringMigrations } from './migrations/index.ts';

let state: Database;
let ctx: Ctx;
const app = new OpenAPIHono<EdgeEnv>();
beforeAll(async () => {
  state = await openTestDatabase([...spineMigrations, ...monitoringMigrations]);
  ctx = await testWorkspace(state);
  app.use(async (c, next) => {
    c.set('ctx', ctx);
    await next();
  });
  app.onError((error, c) => {
    if (!(error instanceof AppError)) throw error;
    return c.json({ code: error.code }, error.status as 400);
  });
  registerDashboards(app);
});
afterAll(() => state.close());

const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  app.request(`/api/v1/dashboards${path}`, {
    ...{ method, headers: { 'content-type': 'application/json', ...headers } },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

test('written over only on top of the version that was read, which is the ETag', async () => {
  const made = Dashboard.parse(await (await call('POST', '', { name: 'Costs' })).json());
  const got = await call('GET', `/${made.id}`);
  expect([got.headers.get('etag'), await got.json()]).toEqual(['"1"', made]);
  const body = { name: 'Costs', range: '7d' };
  for (const headers of [{}, { 'if-match': '*' }])
    expect((await call('PUT', `/${made.id}`, body, headers as Record<string, string>)).status).toBe(400);
  const put = await call('PUT', `/${made.id}`, body, { 'if-match': '"1"' });
  expect([put.status, put.headers.get('etag')]).toEqual([200, '"2"']);
  const late = await call('PUT', `/${made.id}`, { name: 'Late' }, { 'if-match': '"1"' });
  expect([late.status, await late.json()]).toEqual([409, { code: 'monitoring.dashboard_changed' }]);
});

test('a file is taken in again as it was given out; "import" is no id', async () => {
  const answer = await call('GET', '/fleet/yaml');
  expect(answer.headers.get('content-type')).toBe('application/yaml; charset=utf-8');
  expect(answer.headers.get('content-disposition')).toContain('attachment');
  const yaml = (await answer.text()).replace('name: Fleet', 'name: Ours');
  const { outcome, dashboard } = ImportedDashboard.parse(await (await call('PUT', '/import', { yaml })).json());
  expect([outcome, dashboard.widgets.length]).toEqual(['created', 6]);
  expect(await (await call('GET', `/${dashboard.id}/yaml`)).text()).toBe(yaml);
  const { items } = DashboardList.parse(await (await call('GET', '')).json());
  expect(items.find(({ id }) => id === dashboard.id)).toMatchObject({ name: 'Ours', widgets: 6 });
});

test('removed, restored and duplicated', async () => {
  const { id } = Dashboard.parse(await (await call('POST', '', { name: 'Twice' })).json());
  expect((await call('DELETE', `/${id}`)).status).toBe(204);
  expect((await call('GET', `/${id}`)).status).toBe(404);
  expect((await call('POST', `/${id}/restore`, {})).status).toBe(200);
  const copy = Dashboard.parse(await (await call('POST', `/${id}/duplicate`, {})).json());
  expect(copy).toMatchObject({ name: 'Twice copy', version: 1 });
});

test.each([
  ['a word that does not exist', { name: 'x', wigdets: [] }],
  [
    'two widgets of one id',
    {
      name: 'x',
      widgets: [1, 2].map(() => ({
        id: 'a',
        kind: 'stat',
        query: { measures: ['runs'] },
        layout: { x: 0, y: 0, w: 2, h: 2 },
      })),
    },
  ],
  ['no name', { name: ' ' }],
])('%s is refused', async (_, body) => {
  expect((await call('POST', '', body)).status).toBe(400);
});
