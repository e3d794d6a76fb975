import { createRoute, z } from '@hono/zod-openapi';
import { answers, body, type EdgeApp, type EdgeDeps, MutationHeaders, noContent } from '../../ports/edge.ts';
import type { Warehouse } from '../../ports/warehouse.ts';
import {
  Costs,
  CostsQuery,
  MissingPrices,
  PriceList,
  PriceOverride,
  PricesQuery,
  SetPrice,
  UsedPrices,
} from './contract-costs.ts';
import { removePrice } from './verbs/remove-price.ts';
import { setPrice } from './verbs/set-price.ts';
import { type CostPosition, getCosts } from './views/costs/get-costs.ts';
import { listPrices } from './views/prices/list-prices.ts';
import type { ModelPosition } from './views/prices/model-page.ts';
import { missingPrices } from './views/prices/missing-prices.ts';
import { usedPrices } from './views/prices/used-prices.ts';
import type { Rollups } from './views/totals/get-totals.ts';

const tags = ['Costs'];

const costs = createRoute({
  method: 'get',
  path: '/api/v1/costs',
  operationId: 'listCosts',
  summary: 'What was spent, the dearest first',
  tags,
  request: { query: CostsQuery },
  responses: answers(
    Costs,
    'Costs by agent, release, environment, team, model or user; of the last 30 days if not said.',
  ),
});
const prices = createRoute({
  method: 'get',
  path: '/api/v1/prices',
  operationId: 'listPrices',
  summary: 'What models cost',
  tags,
  responses: answers(PriceList, 'The list of this version, and what this workspace says instead.'),
});
const missing = createRoute({
  method: 'get',
  path: '/api/v1/prices/missing',
  operationId: 'listMissingPrices',
  summary: 'Models without a price, with their tokens',
  tags,
  request: { query: PricesQuery },
  responses: answers(MissingPrices, 'Most tokens first.'),
});
const used = createRoute({
  method: 'get',
  path: '/api/v1/prices/used',
  operationId: 'listUsedPrices',
  summary: 'What the models in use cost',
  tags,
  request: { query: PricesQuery },
  responses: answers(UsedPrices, 'Most tokens first, each with the price in force at the end of the range.'),
});
const set = createRoute({
  method: 'put',
  path: '/api/v1/prices',
  operationId: 'setPrice',
  summary: 'Say what a model costs here',
  tags,
  request: { headers: MutationHeaders, body: body(SetPrice) },
  responses: answers(PriceOverride, 'What was spent on it is computed anew within minutes.'),
});
const remove = createRoute({
  method: 'delete',
  path: '/api/v1/prices/{id}',
  operationId: 'removePrice',
  summary: 'Go back to the list price',
  tags,
  request: { headers: MutationHeaders, params: z.object({ id: z.string().max(80) }) },
  responses: noContent('The list price holds again.'),
});

export function registerCosts(app: EdgeApp, deps: EdgeDeps & { warehouse: Warehouse; rollups: Rollups }): void {
  app.openapi(costs, async (c) => {
    const ctx = c.get('ctx');
    const { cursor, ...query } = c.req.valid('query');
    const name = `costs:${ctx.workspaceId}:${query.by}`;
    const after = cursor === undefined ? null : (deps.cursors.decode(name, cursor) as unknown as CostPosition);
    const { next, ...page } = await getCosts(ctx, deps, { query, after });
    return c.json({ ...page, nextCursor: next === null ? null : deps.cursors.encode(name, next) }, 200);
  });
  const models = (name: string, { cursor, limit, ...range }: PricesQuery) => ({
    ...{ range, page: { limit, after: cursor === undefined ? null : placeIn(name, cursor) } },
    cursorOf: (next: ModelPosition | null) => (next === null ? null : deps.cursors.encode(name, next)),
  });
  const placeIn = (name: string, cursor: string) => deps.cursors.decode(name, cursor) as unknown as ModelPosition;
  app.openapi(missing, async (c) => {
    const ctx = c.get('ctx');
    const { cursorOf, ...asked } = models(`prices-missing:${ctx.workspaceId}`, c.req.valid('query'));
    const { next, ...found } = await missingPrices(ctx, deps, asked);
    return c.json({ ...found, nextCursor: cursorOf(next) }, 200);
  });
  app.openapi(used, async (c) => {
    const ctx = c.get('ctx');
    const { cursorOf, ...asked } = models(`prices-used:${ctx.workspaceId}`, c.req.valid('query'));
    const { next, ...found } = await usedPrices(ctx, deps, asked);
    return c.json({ ...found, nextCursor: cursorOf(next) }, 200);
  });
  app.openapi(prices, async (c) => c.json(await listPrices(c.get('ctx')), 200));
  app.openapi(set, async (c) => c.json(await setPrice(c.get('ctx'), c.req.valid('json')), 200));
  app.openapi(remove, async (c) => {
    await removePrice(c.get('ctx'), c.req.valid('param'));
    return c.body(null, 204);
  });
}
