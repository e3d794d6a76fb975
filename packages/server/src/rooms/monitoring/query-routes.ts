import { createRoute } from '@hono/zod-openapi';
import { answers, body, type EdgeApp } from '../../ports/edge.ts';
import type { Warehouse } from '../../ports/warehouse.ts';
import { Query, QueryAnswer, QueryCatalogue } from './contract-query.ts';
import { askFigures } from './query/ask-figures.ts';
import { getCatalogue } from './query/get-catalogue.ts';
import type { Rollups } from './views/totals/get-totals.ts';

const tags = ['Query'];

const catalogue = createRoute({
  method: 'get',
  path: '/api/v1/query/catalogue',
  operationId: 'getQueryCatalogue',
  summary: 'Measures and dimensions that can be asked for',
  tags,
  responses: answers(QueryCatalogue, 'The catalogue that all figures come from.'),
});
const query = createRoute({
  method: 'post',
  path: '/api/v1/query',
  operationId: 'query',
  summary: 'Ask for figures by measure, dimension and time; changes nothing',
  tags,
  request: { body: body(Query) },
  responses: answers(QueryAnswer, 'Figures of what the caller may see; null = unknown.'),
});

export function registerQuery(
  app: EdgeApp,
  deps: { warehouse: Warehouse; rollups: Pick<Rollups, 'openMinutes'> },
): void {
  app.openapi(catalogue, (c) => c.json(getCatalogue(c.get('ctx')), 200));
  app.openapi(query, async (c) => c.json(await askFigures(c.get('ctx'), deps, c.req.valid('json')), 200));
}
