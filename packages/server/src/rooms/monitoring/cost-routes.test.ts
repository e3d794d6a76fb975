import { OpenAPIHono } from '@hono/zod-openapi';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase } from '../../adapters/postgres/state-database.fixture.ts';
import type { Database } from '../../ports/database.ts';
import type { EdgeEnv } from '../../ports/edge.ts';
import type { Actor } from '../../spine/actor.ts';
import { signedCursors } from '../../spine/cursor-token.ts';
import { AppError } from '../../spine/errors.ts';
import { change } from '../../spine/ledger/change.ts';
import { testWorkspace } from '../../spine/ledger/ledger.fixture.ts';
import { spineMigrations } from '../../spine/migrations/index.ts';
import { Costs, MissingPrices, PriceList, PriceOverride, UsedPrices } from './contract-costs.ts';
import { registerCosts } from './cost-routes.ts';
import { monitoringMigrations } from './migrations/index.ts';
import { ctxOf, hex, keyWithout, span, TestTelemetry, viewer } from './views/telemetry.fixture.ts';

let telemetry: TestTelemetry;
let state: Database;
beforeAll(async () => {
  [telemetry, state] = await Promise.all([
    TestTelemetry.open(),
    openTestDatabase([...spineMigrations, ...monitoringMigrations]),
  ]);
  const { workspaceId } = telemetry;
  await change({ ...ctxOf(workspaceId), state }, async ({ tx, append }) => {
    const workspace = { id: workspaceId, name: 'Test', created_at: new Date(), content_key: 'sb1.none' };
    await tx.insertInto('workspaces').values(workspace).execute();
    append({ type: 'workspace.created', v: 1, resource: workspaceId, payload: { name: 'Test' } });
  });
  for (const [agent, model] of [
    ['one', 'gpt-5-mini'],
    ['two', 'gpt-5'],
    ['three', 'house'],
  ] as const) {
    const [traceId, top] = [hex(16), hex(8)];
    const usage = { usage_scope: 'self', input_tokens: 1000, output_tokens: 10 };
    await telemetry.spans([
      span(traceId, top, 0, { kind: 'agent', agent }),
      span(traceId, hex(8), 1, { kind: 'llm', parent_span_id: top, model, ...usage }),
    ]);
    await telemetry.rebuild(traceId);
  }
});
afterAll(() => Promise.all([telemetry.warehouse.close(), state.close()]));

const admin: Actor = {
  ...{ kind: 'person', id: 'per_admin', sessionId: 'ses_admin' },
  grants: [{ role: 'admin', teamId: null, agentId: null, environment: null }],
};

/** The routes behind a caller that is signed in already, over real stores. */
async function asked(actor: Actor, workspaceId = telemetry.workspaceId) {
  const edge = new OpenAPIHono<EdgeEnv>();
  edge.use(async (c, next) => {
    c.set('ctx', { ...ctxOf(workspaceId, actor), state });
    await next();
  });
  edge.onError((error, c) => {
    if (!(error instanceof AppError)) throw error;
    return c.json({ code: error.code }, error.status as 400);
  });
  const { warehouse } = telemetry;
  const rollups = { openMinutes: () => ({ after: -60, also: [] }) };
  registerCosts(edge, { cursors: signedCursors(new Uint8Array(32).fill(7)), warehouse, rollups });
  return async (method: string, path: string, body?: unknown) => {
    const headers = { 'content-type': 'application/json' };
    const init = body === undefined ? { method } : { method, headers, body: JSON.stringify(body) };
    const answer = await edge.request(`/api/v1${path}`, init);
    const text = await answer.text();
    return { status: answer.status, body: (text === '' ? null : JSON.parse(text)) as unknown };
  };
}
const range = 'from=2026-11-22T10:00:00Z&to=2026-11-23T00:00:00Z';

test('every answer is what the contract says', async () => {
  const ask = await asked(viewer(null));
  for (const [schema, path] of [
    [Costs, `/costs?by=agent&${range}`],
    [MissingPrices, `/prices/missing?${range}`],
    [UsedPrices, `/prices/used?${range}`],
    [PriceList, '/prices'],
  ] as const) {
    const { status, body } = await ask('GET', path);
    expect(status, path).toBe(200);
    expect(schema.strict().parse(body), path).toEqual(body);
  }
});

test('models in use come page after page; a cursor of another list is refused', async () => {
  const ask = await asked(viewer(null));
  const whole = UsedPrices.parse((await ask('GET', `/prices/used?${range}`)).body);
  expect(whole).toMatchObject({ items: [{}, {}, {}], nextCursor: null });
  const models: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const at = cursor === '' ? '' : `&cursor=${cursor}`;
    const page = UsedPrices.parse((await ask('GET', `/prices/used?limit=2&${range}${at}`)).body);
    models.push(...page.items.map(({ model }) => model));
    if (page.nextCursor !== null)
      expect(await ask('GET', `/prices/missing?cursor=${page.nextCursor}`)).toMatchObject({ status: 400 });
    cursor = page.nextCursor;
  }
  expect(models).toEqual(whole.items.map(({ model }) => model));
});

describe('a price', () => {
  test('is set, set again, listed and removed by an admin', async () => {
    const { workspaceId } = await testWorkspace(state);
    const ask = await asked(admin, workspaceId);
    const set = await ask('PUT', '/prices', { model: 'House', rates: { input: 2, output: 4 } });
    expect(set).toMatchObject({ status: 200, body: { model: 'house', provider: null, discountPercent: null } });
    const { id } = PriceOverride.parse(set.body);
    expect(await ask('PUT', '/prices', { model: 'house', discountPercent: 5 })).toMatchObject({
      body: { id, rates: null },
    });
    expect((await ask('GET', '/prices')).body).toMatchObject({ overrides: [{ id, discountPercent: 5 }] });
    expect(await ask('DELETE', `/prices/${id}`)).toEqual({ status: 204, body: null });
    expect(await ask('DELETE', `/prices/${id}`)).toEqual({ status: 404, body: { code: 'monitoring.price_not_found' } });
    expect((await ask('GET', '/prices')).body).toMatchObject({ overrides: [] });
  });
  test('that the workspace gives a model is missing no more', async () => {
    const { workspaceId } = telemetry;
    const missing = async () =>
      MissingPrices.parse((await (await asked(viewer(null)))('GET', `/prices/missing?${range}`)).body).items;
    expect(await missing()).toMatchObject([{ model: 'house', calls: 1, unknownCalls: 1, inputTokens: 1000 }]);
    const set = await (
      await asked(admin, workspaceId)
    )('PUT', '/prices', { model: 'hou*', rates: { input: 0, output: 0 } });
    expect(set.status).toBe(200);
    expect(await missing()).toEqual([]);
    const { id } = PriceOverride.parse(set.body);
    const used = UsedPrices.parse((await (await asked(viewer(null)))('GET', `/prices/used?${range}`)).body);
    expect(used.items.find(({ model }) => model === 'house')?.price).toMatchObject({
      ...{ rates: { input: 0, output: 0 }, overrideId: id, source: null, validFrom: null },
    });
  });
  test.each([
    ['nothing but a model', { model: 'm' }],
    ['rates and a discount', { model: 'm', rates: { input: 1, output: 1 }, discountPercent: 1 }],
    ['a price below nothing', { model: 'm', rates: { input: -1, output: 1 } }],
    ['a star in the middle', { model: 'a*b', discountPercent: 1 }],
    ['no model', { discountPercent: 1 }],
  ])('is refused with %s', async (_, body) => {
    expect((await (await asked(admin))('PUT', '/prices', body)).status).toBe(400);
  });
  test('is changed by nobody else', async () => {
    for (const actor of [viewer(null), viewer('tea_a'), keyWithout('tea_a')]) {
      const ask = await asked(actor);
      const denied = { status: 403, body: { code: 'access.denied' } };
      expect(await ask('PUT', '/prices', { model: 'm', discountPercent: 1 })).toEqual(denied);
      expect(await ask('DELETE', '/prices/prc_1')).toEqual(denied);
    }
  });
});

describe('costs', () => {
  test('are paged by cursor, each line once', async () => {
    const ask = await asked(viewer(null));
    const seen: (string | null)[] = [];
    let cursor: string | null = '';
    while (cursor !== null && seen.length < 9) {
      const { body } = await ask('GET', `/costs?by=agent&limit=1&${range}${cursor && `&cursor=${cursor}`}`);
      const page = Costs.parse(body);
      seen.push(...page.items.map(({ agent }) => agent));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(['two', 'one', 'three']);
  });
  test('a cursor serves its own list, and none that is forged', async () => {
    const ask = await asked(viewer(null));
    const { nextCursor } = Costs.parse((await ask('GET', `/costs?by=agent&limit=1&${range}`)).body);
    for (const path of [
      `/costs?by=model&cursor=${nextCursor}`,
      `/costs?by=agent&cursor=${nextCursor!.slice(0, -4)}AAAA`,
      '/costs?by=agent&cursor=x',
    ])
      expect(await ask('GET', path), path).toEqual({ status: 400, body: { code: 'request.cursor_invalid' } });
    const elsewhere = await asked(viewer(null), 'wsp_other');
    expect((await elsewhere('GET', `/costs?by=agent&cursor=${nextCursor}`)).status).toBe(400);
  });
  test.each(['', 'by=colour', 'by=agent&limit=0', 'by=agent&limit=201', 'by=agent&from=yesterday'])(
    'refuses "%s"',
    async (query) => {
      expect((await (await asked(viewer(null)))('GET', `/costs?${query}`)).status).toBe(400);
    },
  );
  test('are seen by who may see figures, of the own team', async () => {
    expect(Costs.parse((await (await asked(viewer('tea_b')))('GET', `/costs?by=agent&${range}`)).body).items).toEqual(
      [],
    );
    const guest = await asked({ kind: 'guest', id: 'guest' });
    for (const path of ['/costs?by=team', '/prices', '/prices/missing', '/prices/used'])
      expect(await guest('GET', path)).toEqual({ status: 403, body: { code: 'access.denied' } });
  });
});
