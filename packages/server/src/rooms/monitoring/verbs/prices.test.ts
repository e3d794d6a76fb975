import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase } from '../../../adapters/postgres/state-database.fixture.ts';
import type { Database } from '../../../ports/database.ts';
import type { Actor, Role } from '../../../spine/actor.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { readLedger } from '../../../spine/ledger/read-ledger.ts';
import { testWorkspace } from '../../../spine/ledger/ledger.fixture.ts';
import { spineMigrations } from '../../../spine/migrations/index.ts';
import { PriceList, SetPrice } from '../contract-costs.ts';
import { monitoringMigrations } from '../migrations/index.ts';
import { nextReassembly } from '../rebuild/reassembly.ts';
import type { MonitoringTables } from '../tables.ts';
import { listPrices } from '../views/prices/list-prices.ts';
import { removePrice } from './remove-price.ts';
import { setPrice } from './set-price.ts';

let state: Database;
let system: Ctx;
beforeAll(async () => {
  state = await openTestDatabase([...spineMigrations, ...monitoringMigrations]);
  system = await testWorkspace(state);
});
afterAll(() => state.close());

const person = (role: Role, teamId: string | null = null): Ctx => {
  const grants = [{ role, teamId, agentId: null, environment: null }];
  return { ...system, actor: { kind: 'person', id: 'per_1', sessionId: 'ses_1', grants } };
};
const rates = { input: 1.5, output: 6, cacheRead: 0.15 };
const events = async (ctx: Ctx) =>
  (await readLedger(state.db, ctx.workspaceId, 1, 100)).map(({ type, payload }) => ({ type, payload }));

test('set, set again, removed: one price for a model and provider, each change in the ledger and asked to be followed', async () => {
  const admin = { ...(await testWorkspace(state)), actor: person('admin').actor };
  const first = await setPrice(admin, { model: 'gpt-5-mini', discountPercent: 12.5 });
  expect(first).toMatchObject({ provider: null, model: 'gpt-5-mini', rates: null, discountPercent: 12.5 });
  expect(await nextReassembly(state.db)).toMatchObject({ affected: { column: 'model', values: ['gpt-5-mini'] } });
  const second = await setPrice(admin, { model: 'gpt-5-mini', rates });
  expect(second).toEqual({ ...first, rates, discountPercent: null });
  await setPrice(admin, { provider: 'azure.ai.openai', model: 'gpt-5*', rates });
  const { overrides } = PriceList.parse(await listPrices(admin));
  expect(overrides.map(({ provider, model }) => [provider, model])).toEqual([
    ['azure.ai.openai', 'gpt-5*'],
    [null, 'gpt-5-mini'],
  ]);
  await removePrice(admin, { id: first.id });
  expect((await listPrices(admin)).overrides).toHaveLength(1);
  const of = { provider: '', model: 'gpt-5-mini' };
  expect(await events(admin)).toMatchObject([
    { type: 'price.set', payload: { ...of, before: null, after: { rates: null, discount: 1250 } } },
    { type: 'price.set', payload: { ...of, before: { rates: null, discount: 1250 }, after: { rates, discount: 0 } } },
    { type: 'price.set', payload: { provider: 'azure.ai.openai', model: 'gpt-5*' } },
    { type: 'price.removed', payload: { ...of, before: { rates }, after: null } },
  ]);
  const asked = await state.db
    .withTables<MonitoringTables>()
    .selectFrom('ops_reassemblies')
    .select('affected')
    .where('workspace_id', '=', admin.workspaceId)
    .orderBy('id')
    .execute();
  expect(asked.map(({ affected }) => (JSON.parse(affected) as { values: string[] }).values)).toEqual([
    ['gpt-5-mini'],
    ['gpt-5-mini'],
    ['gpt-5'],
    ['gpt-5-mini'],
  ]);
});

test('how far costs have followed is told until they have; changes of names are none of it', async () => {
  const admin = { ...(await testWorkspace(state)), actor: person('admin').actor };
  const recalculation = async () => PriceList.parse(await listPrices(admin)).recalculation;
  expect(await recalculation()).toBeNull();
  await setPrice(admin, { model: 'a', rates });
  await setPrice(admin, { model: 'b', rates });
  expect(await recalculation()).toEqual({ total: null, done: 0 });
  const all = state.db.withTables<MonitoringTables>();
  const mine = () => all.updateTable('ops_reassemblies').where('workspace_id', '=', admin.workspaceId);
  await mine().set({ total: 40, done: 15 }).execute();
  expect(await recalculation()).toEqual({ total: 80, done: 30 });
  const affected = JSON.stringify({ column: 'agent', teamId: 'tea_1', values: ['x'] });
  await mine().where('affected', 'like', '%"b"%').set({ affected }).execute();
  expect(await recalculation()).toEqual({ total: 40, done: 15 });
  await mine().set({ finished_at: new Date() }).execute();
  expect(await recalculation()).toBeNull();
});

describe('who may', () => {
  test('an admin of the workspace changes prices, nobody else; nothing changes when refused', async () => {
    const { id } = await setPrice(person('admin'), { model: 'm', rates });
    const key: Actor = {
      kind: 'key',
      id: 'key_1',
      teamId: 'tea_1',
      agent: null,
      environment: null,
      scopes: ['admin', 'write'],
    };
    const before = await events(system);
    for (const ctx of [
      ...(['viewer', 'operator', 'compliance', 'business_owner'] as const).map((role) => person(role)),
      person('admin', 'tea_1'),
      { ...system, actor: key },
    ]) {
      await expect(setPrice(ctx, { model: 'm', rates })).rejects.toMatchObject({ code: 'access.denied' });
      await expect(removePrice(ctx, { id })).rejects.toMatchObject({ code: 'access.denied' });
    }
    expect(await events(system)).toEqual(before);
  });
  test('who sees figures sees prices; of their own workspace', async () => {
    await setPrice(person('admin'), { model: 'seen', rates });
    for (const ctx of [person('viewer'), person('business_owner', 'tea_1')])
      expect((await listPrices(ctx)).overrides.map(({ model }) => model)).toContain('seen');
    await expect(listPrices({ ...system, actor: { kind: 'guest', id: 'guest' } })).rejects.toMatchObject({
      code: 'access.denied',
    });
    const elsewhere = await testWorkspace(state);
    expect((await listPrices(elsewhere)).overrides).toEqual([]);
    const { id } = await setPrice(person('admin'), { model: 'mine', rates });
    await expect(removePrice(elsewhere, { id })).rejects.toMatchObject({ code: 'monitoring.price_not_found' });
  });
});

test('a price is either rates or a discount, for a name or what begins so', () => {
  const fits = (body: unknown): boolean => SetPrice.safeParse(body).success;
  expect(fits({ model: ' GPT-5* ', discountPercent: 10 })).toBe(true);
  expect(SetPrice.parse({ model: ' GPT-5* ', discountPercent: 10 }).model).toBe('gpt-5*');
  for (const body of [
    { model: 'm' },
    { model: 'm', rates, discountPercent: 1 },
    { model: '', rates },
    { model: 'a*b', rates },
    { model: 'm', rates: { input: 1 } },
    { model: 'm', rates: { input: -1, output: 1 } },
    { model: 'm', discountPercent: 101 },
  ])
    expect(fits(body), JSON.stringify(body)).toBe(false);
});
