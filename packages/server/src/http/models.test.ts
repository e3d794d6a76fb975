import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type FakeProvider, type Plan, startFakeProvider } from '../../../demo/src/provider/index.ts';
import type { ModelProvider, ModelProviderDetail, TriedModelProvider } from '../access/contract-providers.ts';
import type { PlaygroundCells, PlaygroundRun, RunEstimate } from '../rooms/prompts/contract-playground.ts';
import { contentOf } from '../rooms/prompts/world.fixture.ts';
import { type Caller, openTestEdge, type TestEdge } from './edge.fixture.ts';

/** Model providers and the playground as a client meets them; every answer is held against the committed document. */
let edge: TestEdge;
let models: FakeProvider;
let admin: { cookie: string; csrf: string };
let plan: Plan | null = null;
let asked = 0;
beforeAll(async () => {
  edge = await openTestEdge();
  models = await startFakeProvider({
    behave: ({ lastUser, toolResults }) => {
      asked++;
      return (toolResults.length === 0 ? plan : null) ?? { text: `You said: ${[lastUser, ...toolResults].join(' ')}` };
    },
  });
  admin = await edge.signIn(edge.first.adminId);
});
afterAll(async () => {
  await edge.stop();
  await models.close();
});
afterEach(() => void ((plan = null), (asked = 0)));

const secret = 'sk-very-secret-9876543210';
const call = async <T>(
  method: string,
  path: string,
  { body, as = admin, headers }: { body?: unknown; as?: Caller; headers?: Record<string, string> } = {},
): Promise<{ status: number; body: T }> => {
  const answer = await edge.call(as, method, `/api/v1${path}`, body, headers);
  const text = await answer.text();
  return { status: answer.status, body: (text === '' ? null : JSON.parse(text)) as T };
};
let count = 0;
const add = async (change: object = {}): Promise<ModelProvider> => {
  const wish = {
    name: `P ${++count}`,
    dialect: 'openai',
    baseUrl: `${models.url}/v1`,
    apiKey: secret,
    models: ['m-1'],
  };
  const { status, body } = await call<ModelProvider>('POST', '/providers', { body: { ...wish, ...change } });
  expect(status, JSON.stringify(body)).toBe(201);
  return body;
};
const runOf = (providerId: string, lane: object = {}, rows: object[] = [{}]) => ({
  teamId: edge.first.teamId,
  lanes: [{ source: { content: contentOf('Hello {{ name }}') }, providerId, model: 'm-1', ...lane }],
  rows: rows.map((row) => ({ name: 'Ada', ...row })),
});
async function ended(id: string, as: Caller = admin): Promise<PlaygroundCells> {
  for (;;) {
    const { body } = await call<PlaygroundCells>('GET', `/playground/runs/${id}/cells`, { as });
    if (body.run.state !== 'running') return body;
    await sleep(10);
  }
}

describe('a provider’s way', () => {
  test('added, listed, tried, changed, removed; its key in no answer, no event and no log', async () => {
    const { id, name } = await add();
    const seen: unknown[] = [];
    seen.push((await call('GET', '/providers')).body);
    const tried = await call<TriedModelProvider>('POST', `/providers/${id}/try`, { body: { model: 'm-1' } });
    expect(tried.body).toMatchObject({ ok: true, text: 'You said: Say hello in one word.', error: null });
    plan = { fault: 'server_error' };
    const failed = await call<TriedModelProvider>('POST', `/providers/${id}/try`, { body: { model: 'm-1' } });
    expect(failed).toMatchObject({ status: 200, body: { ok: false, error: { code: 'model.failed' } } });
    const changed = await call<ModelProvider>('PATCH', `/providers/${id}`, { body: { models: ['m-1', 'm-2'] } });
    expect(changed.body).toMatchObject({ models: ['m-1', 'm-2'], hasKey: true });
    const detail = await call<ModelProviderDetail>('GET', `/providers/${id}`);
    expect(detail.body.uses).toMatchObject([{ actor: edge.first.adminId, uses: 2 }]);
    seen.push(tried.body, failed.body, changed.body, detail.body, (await call('GET', '/ledger?limit=20')).body);
    expect((await call('POST', `/providers/${id}/remove`, { body: { confirm: 'x' } })).status).toBe(409);
    expect((await call('POST', `/providers/${id}/remove`, { body: { confirm: name } })).status).toBe(204);
    expect((await call('GET', `/providers/${id}`)).status).toBe(404);
    expect(JSON.stringify(seen)).toContain('model_provider.changed');
    expect(JSON.stringify([seen, edge.logged])).not.toContain(secret);
  });

  test('what does not fit is told by field, and a closed address by name', async () => {
    const wish = { name: '', dialect: 'other', baseUrl: 'file:///etc/passwd', apiKey: 'two words' };
    const { status, body } = await call<{ fields: { path: string }[] }>('POST', '/providers', { body: wish });
    expect(status).toBe(400);
    expect(body.fields.map((one) => one.path).toSorted()).toEqual(['apiKey', 'baseUrl', 'dialect', 'name']);
    const closed = { name: 'c', dialect: 'openai', baseUrl: 'http://169.254.169.254/v1' };
    expect(await call('POST', '/providers', { body: closed })).toMatchObject({
      ...{ status: 422, body: { code: 'model.address_refused' } },
    });
  });
});

describe('a run', () => {
  test('is estimated, started, followed and listed; asked for twice under one Idempotency-Key it happens once', async () => {
    const { id: providerId } = await add();
    const body = runOf(providerId, { stream: true }, [{ name: 'Ada' }, { name: 'Ben' }]);
    const { body: estimate } = await call<RunEstimate>('POST', '/playground/estimates', { body });
    expect(estimate).toMatchObject({ cells: 2, lanes: [{ problem: null }] });
    expect(asked).toBe(0);
    const headers = { 'idempotency-key': 'run-1' };
    const first = await call<PlaygroundRun>('POST', '/playground/runs', { body, headers });
    const again = await call<PlaygroundRun>('POST', '/playground/runs', { body, headers });
    expect([first.status, again.body.id]).toEqual([201, first.body.id]);
    const { items, run } = await ended(first.body.id);
    expect(run).toMatchObject({ state: 'done', counts: { done: 2 } });
    expect(items.map((one) => one.text).toSorted()).toEqual(['You said: Hello Ada', 'You said: Hello Ben']);
    expect(asked).toBe(2);
    expect(await call('GET', '/playground/runs?limit=1')).toMatchObject({
      body: { items: [{ id: first.body.id, lanes: 1, rows: 2, state: 'done' }] },
    });
    expect((await call<PlaygroundRun>('GET', `/playground/runs/${first.body.id}`)).body.lanes).toHaveLength(1);
    expect((await call('DELETE', `/playground/runs/${first.body.id}`)).status).toBe(204);
    expect((await call('GET', `/playground/runs/${first.body.id}`)).status).toBe(404);
  });

  test('waits for results of tools by hand, and is ended on demand', async () => {
    const { id: providerId } = await add({ dialect: 'anthropic', baseUrl: models.url });
    plan = { toolCalls: [{ name: 'find', arguments: { q: 1 } }] };
    const body = runOf(providerId, { tools: [{ name: 'find' }] });
    const { id } = (await call<PlaygroundRun>('POST', '/playground/runs', { body })).body;
    const [cell] = (await ended(id)).items;
    const results = [{ callId: cell!.toolCalls[0]!.id, content: 'lost and found' }];
    const give = (given: object[]) =>
      call('POST', `/playground/runs/${id}/tool-results`, { body: { lane: 0, row: 0, results: given } });
    expect(await give([{ callId: 'x', content: '' }])).toMatchObject({
      status: 422,
      body: { fields: [{}, { path: 'x' }] },
    });
    expect((await give(results)).status).toBe(204);
    expect((await ended(id)).items[0]!.text).toBe('You said: Hello Ada lost and found');
    plan = { text: 'late', latencyMs: 30_000 };
    const slow = (await call<PlaygroundRun>('POST', '/playground/runs', { body: runOf(providerId) })).body;
    expect((await call('POST', `/playground/runs/${slow.id}/cancel`)).status).toBe(204);
    expect((await ended(slow.id)).run).toMatchObject({ state: 'cancelled', counts: { cancelled: 1 } });
  });

  test('by key: of its team, with the scope write; the key sees its own', async () => {
    const { id: providerId } = await add({ teamId: edge.first.teamId });
    const key = await edge.key({ scopes: ['read', 'write'] });
    const { status, body } = await call<PlaygroundRun>('POST', '/playground/runs', {
      body: runOf(providerId),
      as: key,
    });
    expect([status, body.createdBy]).toEqual([201, expect.stringMatching(/^key_/)]);
    expect((await ended(body.id, key)).run.state).toBe('done');
    expect((await call('GET', `/playground/runs/${body.id}`)).status).toBe(404);
    const reading = await edge.key({ scopes: ['read'] });
    expect((await call('POST', '/playground/runs', { body: runOf(providerId), as: reading })).status).toBe(403);
    expect((await call('GET', '/providers', { as: reading })).status).toBe(200);
  });

  const oneLane = { source: { content: contentOf('Hi') }, providerId: 'mpr_1', model: 'm-1' };
  test.each([
    ['no lane', { lanes: [] }, 'lanes'],
    ['seven lanes', { lanes: Array.from({ length: 7 }, () => oneLane) }, 'lanes'],
    ['no row', { rows: [] }, 'rows'],
    ['101 rows', { rows: Array.from({ length: 101 }, () => ({})) }, 'rows'],
  ])('with %s is refused by field', async (_, change, path) => {
    const body = { ...runOf('mpr_1'), ...change };
    expect(await call('POST', '/playground/runs', { body })).toMatchObject({
      ...{ status: 400, body: { code: 'request.invalid', fields: [{ path }] } },
    });
  });

  test('with values deeper than can be written down is refused', async () => {
    let deep: unknown = 'x';
    for (let n = 0; n < 2_000; n++) deep = [deep];
    const body = { ...runOf('mpr_1'), rows: [{ deep }] };
    expect(await call('POST', '/playground/runs', { body })).toMatchObject({
      ...{ status: 400, body: { code: 'request.invalid', fields: [{ path: 'rows.0' }] } },
    });
  });

  test('with a lane that asks for two things, or for nothing, is refused', async () => {
    const content = contentOf('Hi');
    for (const source of [{ promptId: 'a', at: '1', content }, { promptId: 'a', draft: false }, {}, 'a']) {
      const { status, body } = await call('POST', '/playground/runs', { body: runOf('mpr_1', { source }) });
      expect([status, body]).toMatchObject([400, { code: 'request.invalid' }]);
    }
  });
});
