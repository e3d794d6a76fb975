import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { OpenAPIHono } from '@hono/zod-openapi';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { EdgeEnv } from '../ports/edge.ts';
import { SqlResult, SqlSchema } from '../rooms/monitoring/contract-sql.ts';
import { registerSql } from '../rooms/monitoring/sql-routes.ts';
import { plant } from '../rooms/monitoring/views/sql/plant.fixture.ts';
import { ctxOf, TestTelemetry, viewer } from '../rooms/monitoring/views/telemetry.fixture.ts';
import { AppError } from '../spine/errors.ts';
import { csvLines, sql } from './sql.ts';
import { told } from './told.fixture.ts';

let telemetry: TestTelemetry;
let server: Server;
const edge = new OpenAPIHono<EdgeEnv>();
beforeAll(async () => {
  telemetry = await TestTelemetry.open();
  await plant(telemetry, 'OWN', ['tea_a']);
  edge.use(async (c, next) => {
    c.set('ctx', ctxOf(telemetry.workspaceId, viewer(null)));
    await next();
  });
  edge.onError((error, c) => {
    if (!(error instanceof AppError)) throw error;
    return c.json({ code: error.code, detail: error.message, fields: [...error.fields] }, error.status as 400);
  });
  registerSql(edge, { warehouse: telemetry.warehouse, recordListed: async () => {} });
  server = createServer(getRequestListener(edge.fetch));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
afterAll(async () => {
  await new Promise((done) => server.close(done));
  await telemetry.warehouse.close();
});

const flags = (more: object = {}) => ({
  ...{ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, key: 'sbx_a_b', limit: '1000' },
  ...more,
});
const statement = 'SELECT agent, errors, cost_usd FROM runs ORDER BY agent';

test('prints a table, CSV or JSON', async () => {
  expect((await told(() => sql(statement, flags()))).out).toEqual([
    'agent       errors  cost_usd',
    'OWN clerk   0       —',
    'OWN helper  1       —',
  ]);
  expect((await told(() => sql(statement, flags({ csv: true })))).out).toEqual([
    ...['agent,errors,cost_usd', 'OWN clerk,0,', 'OWN helper,1,'],
  ]);
  const { out } = await told(() => sql(statement, flags({ json: true })));
  expect(SqlResult.parse(JSON.parse(out[0]!))).toMatchObject({ truncated: false, rows: { length: 2 } });
});

test('says what is left out, and where a statement is wrong', async () => {
  const warned = vi.spyOn(console, 'error').mockImplementation(() => {});
  const { code, out } = await told(() => sql(statement, flags({ limit: '1' })));
  expect([code, out.length, warned.mock.calls.length]).toEqual([1, 2, 1]);
  warned.mockRestore();
  await expect(sql('SELECT 1,\n sleep(1)', flags())).rejects.toThrow(
    'Line 2, column 2: There is no function "sleep" here.',
  );
});

test('CSV keeps formulas, quotes and lists as text', () => {
  const columns = [{ name: 'a,b', type: 'String' }];
  const answer = { columns, rows: [['=1+1'], ['"x"\n'], [[1, 'y']], [-1]], truncated: false, elapsedMs: 1 };
  expect(csvLines(answer)).toEqual(['"a,b"', "'=1+1", '"""x""\n"', '"[1,""y""]"', '-1']);
});

test('the schema is what the contract says; two statements run at once, a third is told to wait', async () => {
  const schema = SqlSchema.parse(await (await edge.request('/api/v1/sql/schema')).json());
  expect(schema.tables.map(({ name }) => name)).toEqual(['runs', 'steps', 'invocations', 'scores', 'metrics']);
  expect(schema.functions).toContain('quantileIf');
  const ask = () =>
    edge.request('/api/v1/sql', {
      ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
      body: JSON.stringify({ sql: 'SELECT count() FROM runs' }),
    });
  const answers = await Promise.all([ask(), ask(), ask()]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 429]);
  expect((await ask()).status).toBe(200);
});
