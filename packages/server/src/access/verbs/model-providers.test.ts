import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Llm } from '../../ports/llm.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { AppError } from '../../spine/errors.ts';
import { sealWith } from '../../spine/seal.ts';
import { AddModelProvider, ChangeModelProvider, type ModelProvider } from '../contract-providers.ts';
import { accessDb } from '../tables.ts';
import { getModelProvider, listModelProviders } from '../views/list-model-providers.ts';
import { openWorld, type World } from '../world.fixture.ts';
import { addModelProvider } from './add-model-provider.ts';
import { changeModelProvider } from './change-model-provider.ts';
import { removeModelProvider } from './remove-model-provider.ts';
import { tryModelProvider } from './try-model-provider.ts';
import { useModelProvider } from './use-model-provider.ts';

const seal = sealWith(new Uint8Array(32).fill(7));
const secret = 'sk-very-secret-0123456789';
let world: World;
let [mine, others] = ['', ''];
let admin: Ctx;
let engineer: Ctx;
let outsider: Ctx;
beforeAll(async () => {
  world = await openWorld();
  [mine, others] = [await world.team(), await world.team()];
  admin = await world.person('admin');
  engineer = await world.person('prompt_engineer', { teamId: mine });
  outsider = await world.person('prompt_engineer', { teamId: others });
});
afterAll(() => world.close());

let count = 0;
const add = (by: Ctx = admin, wish: object = {}): Promise<ModelProvider> =>
  addModelProvider(
    by,
    seal,
    AddModelProvider.parse({
      ...{ name: `P ${++count}`, dialect: 'openai', baseUrl: 'https://api.example.com/v1/', apiKey: secret },
      ...wish,
    }),
  );
const alter = (id: string, wish: object, by: Ctx = admin): Promise<ModelProvider> =>
  changeModelProvider(by, seal, { id, ...ChangeModelProvider.parse(wish) });
const use = async (by: Ctx, id: string, teamId: string | null = null) =>
  (await useModelProvider(by, seal, { id, teamId })).endpoint;

describe('the key', () => {
  test('is kept sealed, opens for asking, and is in no answer, no row and no event', async () => {
    let made!: ModelProvider;
    const events = await world.gained(async () => void (made = await add(admin, { models: ['m-1'] })));
    expect(made).toMatchObject({ hasKey: true, baseUrl: 'https://api.example.com/v1', models: ['m-1'], teamId: null });
    const row = await accessDb(world.state.db).selectFrom('model_providers').selectAll().execute();
    const listed = await listModelProviders(admin);
    expect(JSON.stringify([made, row, listed, events])).not.toContain(secret);
    expect(events).toMatchObject([{ type: 'model_provider.added', resource: made.id, payload: { hasKey: true } }]);
    expect(await use(engineer, made.id)).toEqual({
      ...{ dialect: 'openai', baseUrl: 'https://api.example.com/v1', apiKey: secret },
    });
  });

  test('opens for its own row alone', async () => {
    const [one, other] = [await add(), await add(admin, { apiKey: null })];
    expect((await use(admin, other.id)).apiKey).toBeNull();
    const db = accessDb(world.state.db);
    const { api_key } = await db
      .selectFrom('model_providers')
      .select('api_key')
      .where('id', '=', one.id)
      .executeTakeFirstOrThrow();
    await db.updateTable('model_providers').set({ api_key }).where('id', '=', other.id).execute();
    await expect(use(admin, other.id)).rejects.toThrow();
  });

  test('is never carried to another host', async () => {
    const { id } = await add();
    for (const baseUrl of ['https://evil.example/v1', 'http://api.example.com/v1', 'https://api.example.com:444/v1'])
      await expect(alter(id, { baseUrl })).rejects.toMatchObject({ code: 'access.provider_key_needed' });
    expect((await use(admin, id)).baseUrl).toBe('https://api.example.com/v1');
    await alter(id, { baseUrl: 'https://api.example.com/v2' });
    expect(await use(admin, id)).toMatchObject({ baseUrl: 'https://api.example.com/v2', apiKey: secret });
    await alter(id, { baseUrl: 'https://other.example/v1', apiKey: 'k2' });
    expect(await use(admin, id)).toMatchObject({ baseUrl: 'https://other.example/v1', apiKey: 'k2' });
    await alter(id, { baseUrl: 'https://third.example/v1', apiKey: null });
    expect((await use(admin, id)).apiKey).toBeNull();
  });
});

describe('addresses', () => {
  test.each([
    ...[
      'http://169.254.169.254/latest',
      'http://[fe80::1]/v1',
      'http://0xa9fea9fe/v1',
      'http://[::ffff:169.254.1.1]:80',
    ],
  ])('%s is refused when added and when changed', async (baseUrl) => {
    await expect(add(admin, { baseUrl })).rejects.toMatchObject({ code: 'model.address_refused' });
    const { id } = await add();
    await expect(alter(id, { baseUrl, apiKey: null })).rejects.toMatchObject({ code: 'model.address_refused' });
  });

  test.each(['http://127.0.0.1:11434/v1', 'http://localhost:8000/v1', 'http://10.1.2.3/v1'])(
    '%s is taken: models are hosted there',
    async (baseUrl) => {
      expect((await add(admin, { baseUrl })).baseUrl).toBe(baseUrl);
    },
  );

  test.each(['ftp://x.example', 'https://user:pw@x.example', 'https://x.example?a=1', 'https://x.example#a', 'x', ''])(
    '"%s" fits no base URL',
    (baseUrl) => {
      expect(AddModelProvider.safeParse({ name: 'n', dialect: 'openai', baseUrl }).success).toBe(false);
    },
  );

  test('what looks like one and is none is told as such', async () => {
    await expect(add(admin, { baseUrl: 'http://[::g]/v1' })).rejects.toMatchObject({ code: 'request.invalid' });
  });
});

describe('who', () => {
  test('sees and uses: those of one’s teams and of the workspace, no others', async () => {
    const [all, own] = [await add(), await add(admin, { teamId: mine })];
    const seen = async (by: Ctx): Promise<string[]> => (await listModelProviders(by)).items.map((one) => one.id);
    expect(await seen(engineer)).toEqual(expect.arrayContaining([all.id, own.id]));
    expect(await seen(outsider)).not.toContain(own.id);
    await expect(use(outsider, own.id)).rejects.toMatchObject({ code: 'access.not_found' });
    await expect(getModelProvider(outsider, own.id)).rejects.toMatchObject({ code: 'access.not_found' });
    await expect(use(admin, own.id, others)).rejects.toMatchObject({ code: 'access.not_found' });
    expect((await use(outsider, all.id, others)).apiKey).toBe(secret);
    expect(await listModelProviders(world.stranger)).toEqual({ items: [] });
    await expect(use(world.stranger, all.id)).rejects.toMatchObject({ code: 'access.not_found' });
  });

  test('changes: admins, of a team its own alone', async () => {
    const [all, own] = [await add(), await add(admin, { teamId: mine })];
    const teamAdmin = await world.person('admin', { teamId: mine });
    const viewer = await world.person('viewer', { teamId: mine });
    await expect(add(teamAdmin)).rejects.toMatchObject({ code: 'access.denied' });
    await expect(alter(all.id, { name: 'x' }, teamAdmin)).rejects.toMatchObject({ code: 'access.denied' });
    expect((await alter(own.id, { name: 'Mine now' }, teamAdmin)).name).toBe('Mine now');
    await expect(alter(own.id, { name: 'x' }, engineer)).rejects.toMatchObject({ code: 'access.denied' });
    await expect(use(viewer, own.id)).rejects.toMatchObject({ code: 'access.denied' });
    await expect(add(teamAdmin, { teamId: others })).rejects.toMatchObject({ code: 'access.denied' });
    await expect(add(admin, { teamId: 'tea_none' })).rejects.toMatchObject({ code: 'access.not_found' });
  });
});

test('a change is told before and after; none is no event', async () => {
  const { id } = await add();
  const events = await world.gained(() => alter(id, { models: ['a', 'b'], pricedAs: 'openai' }));
  expect(events).toMatchObject([
    {
      ...{ type: 'model_provider.changed', resource: id },
      payload: { before: { models: [] }, after: { models: ['a', 'b'] }, keyChanged: false },
    },
  ]);
  expect(await world.gained(() => alter(id, { models: ['a', 'b'] }))).toEqual([]);
  expect(await world.gained(() => alter(id, { apiKey: 'other' }))).toMatchObject([{ payload: { keyChanged: true } }]);
});

test('a name is taken once in a team, and free in another', async () => {
  await add(admin, { name: 'Shared', teamId: mine });
  await expect(add(admin, { name: 'shared', teamId: mine })).rejects.toMatchObject({ code: 'access.conflict' });
  expect((await add(admin, { name: 'Shared', teamId: others })).name).toBe('Shared');
});

test('removing wants the name typed, and shows who used it before', async () => {
  const { id, name } = await add();
  await use(engineer, id);
  await use(engineer, id);
  expect((await getModelProvider(admin, id)).uses).toMatchObject([
    { actor: engineer.actor.id, actorName: 'P', uses: 2 },
  ]);
  await expect(removeModelProvider(admin, { id, confirm: 'no' })).rejects.toMatchObject({
    ...{ code: 'access.confirm_mismatch', message: expect.stringContaining(name) as string },
  });
  const events = await world.gained(() => removeModelProvider(admin, { id, confirm: ` ${name} ` }));
  expect(events).toEqual([
    { type: 'model_provider.removed', actor: admin.actor.id, resource: id, payload: { teamId: null } },
  ]);
  await expect(getModelProvider(admin, id)).rejects.toMatchObject({ code: 'access.not_found' });
});

describe('trying it', () => {
  const tried = (id: string, complete: Llm['complete'], by: Ctx = engineer) =>
    tryModelProvider(by, { seal, llm: { complete } }, { id, model: 'm-1' });

  test('tells what the model said', async () => {
    const { id } = await add();
    const answer = await tried(id, async (endpoint, request) => ({
      ...{ text: `${endpoint.apiKey === secret} ${request.model} ${'x'.repeat(400)}`, refusal: null, toolCalls: [] },
      ...{ finish: 'stop', model: 'm-1-2026', ms: 3, firstMs: null, attempts: 1 },
      usage: { input: 1, output: 1, cacheRead: null, cacheWrite: null, reasoning: null },
    }));
    expect(answer).toMatchObject({ ok: true, model: 'm-1-2026', error: null });
    expect(answer.text).toHaveLength(300);
    expect(answer.text).toMatch(/^true m-1 x/);
  });

  test('tells what went wrong as an answer, and lets defects through', async () => {
    const { id } = await add();
    const refused = new AppError('model.key_refused', { params: { status: 401, said: 'no such key' } });
    expect(await tried(id, () => Promise.reject(refused))).toMatchObject({
      ...{ ok: false, text: null },
      error: { code: 'model.key_refused', message: expect.stringContaining('no such key') as string },
    });
    await expect(tried(id, () => Promise.reject(new TypeError('a defect')))).rejects.toThrow('a defect');
    await expect(tried(id, () => Promise.reject(refused), await world.person('viewer'))).rejects.toMatchObject({
      code: 'access.denied',
    });
  });
});
