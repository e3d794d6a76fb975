import { createRoute } from '@hono/zod-openapi';
import { answers, body, type EdgeApp } from '../../ports/edge.ts';
import { AppError } from '../../spine/errors.ts';
import { SqlResult, SqlSchema, SqlStatement } from './contract-sql.ts';
import type { MonitoringDeps } from './routes.ts';
import { querySql } from './views/sql/query-sql.ts';
import { sqlSchema } from './views/sql/sql-schema.ts';

const tags = ['SQL'];
const schema = createRoute({
  method: 'get',
  path: '/api/v1/sql/schema',
  operationId: 'getSqlSchema',
  summary: 'Tables, columns and functions that a statement may name',
  tags,
  responses: answers(SqlSchema, 'All of it, for whoever may see runs.'),
});
const ask = createRoute({
  method: 'post',
  path: '/api/v1/sql',
  operationId: 'querySql',
  summary: 'One SELECT over runs, steps, invocations, scores and metrics; changes nothing',
  tags,
  request: { body: body(SqlStatement) },
  responses: answers(SqlResult, 'Rows that the caller may see. At most 10 s, 300 MB and 50 million rows read.'),
});

/** Statements run at once here: the engine has few connections, and pages of people need them too. */
const atOnce = 2;

export function registerSql(
  app: EdgeApp,
  { warehouse, recordListed }: Pick<MonitoringDeps, 'warehouse' | 'recordListed'>,
): void {
  let running = 0;
  app.openapi(schema, (c) => c.json(sqlSchema(c.get('ctx')), 200));
  app.openapi(ask, async (c) => {
    if (running >= atOnce) throw new AppError('monitoring.sql_busy', { params: { seconds: 1 }, retryAfterSeconds: 1 });
    running += 1;
    try {
      const asked = { ...c.req.valid('json'), signal: c.req.raw.signal };
      return c.json(await querySql(c.get('ctx'), warehouse, asked, recordListed), 200);
    } finally {
      running -= 1;
    }
  });
}
