import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { LabelMove } from '../rooms/lifecycle/contract-labels.ts';
import { contentOf } from '../rooms/prompts/world.fixture.ts';
import { createPrompt } from '../rooms/prompts/verbs/create-prompt.ts';
import { saveVersion } from '../rooms/prompts/verbs/save-version.ts';
import { openTestEdge, type TestEdge } from './edge.fixture.ts';

/** Labels that agents follow, as a client in CI meets them; answers are held against the committed document by the edge's fixture. */
let edge: TestEdge;
let key: string;
let prompt: string;
let count = 0;
beforeAll(async () => {
  edge = await openTestEdge();
  key = await edge.key({ scopes: ['read', 'write'] });
});
afterAll(() => edge.stop());
beforeEach(async () => {
  prompt = `prompt ${++count}`;
  const wish = { name: prompt, teamId: edge.first.teamId, kind: 'text' as const, folder: '', tags: [] };
  const { id } = await createPrompt(edge.system, wish);
  for (const body of ['One', 'Two', 'Three'])
    await saveVersion(edge.system, { id, content: contentOf(body), message: '' });
  await send('PUT', `/prompts/${id}/labels/live`, { number: 1, reason: 'first' });
});

const send = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}, as = key) =>
  edge.call(as, method, `/api/v1${path}`, body, headers);
const json = async <T>(answer: Response | Promise<Response>): Promise<T> => (await (await answer).json()) as T;
const move = (number: number, more: { query?: string; headers?: Record<string, string>; as?: string } = {}) =>
  send(
    'POST',
    `/label-moves${more.query ?? ''}`,
    { prompt, label: 'live', number, reason: 'r' },
    more.headers,
    more.as,
  );

/** An agent whose release follows the label, deployed to production. */
async function follower(): Promise<string> {
  const prompts = [{ slot: 'system', prompt, version: 'live' }];
  const file = {
    ...{ apiVersion: 'signalbox/v1', kind: 'Agent', metadata: { name: `agent ${count}` } },
    release: { why: 'x', manifest: { prompts } },
  };
  const { agentId, release } = await json<{ agentId: string; release: { id: string } }>(
    send('POST', '/apply', { file }),
  );
  const wish = { releaseId: release.id, reason: 'r' };
  expect((await send('POST', `/agents/${agentId}/deployments/production/deploy`, wish)).status).toBe(200);
  return agentId;
}
const deployment = async (agent: string) =>
  (
    await json<{ items: { version: number; release: { version: string } }[] }>(
      send('GET', `/agents/${agent}/deployments`),
    )
  ).items[0]!;

test('the prompts room says by which way it moves, and that way moves it', async () => {
  const agent = await follower();
  const { id } = (await json<LabelMove>(move(2, { query: '?preview=true' }))).prompt;
  const refused = await send('PUT', `/prompts/${id}/labels/live`, { number: 2, reason: 'r' });
  expect([refused.status, await json(refused)]).toEqual([
    409,
    expect.objectContaining({
      code: 'prompts.label_followed',
      detail: expect.stringContaining('label-moves') as string,
    }),
  ]);
  expect(await json<LabelMove>(move(2))).toMatchObject({ state: 'moved', before: 1, after: 2 });
  expect(await deployment(agent)).toMatchObject({ version: 2, release: { version: '1.1.0' } });
});

test('an agent that is asked for what it is to run is told of the release that came with the label', async () => {
  const agent = await follower();
  const { agents } = await json<LabelMove>(move(3));
  const deliver = await edge.key({ scopes: ['deliver'] });
  type Given = { release: { digest: string }; prompts: object[] };
  const given = await json<Given>(send('GET', `/delivery/${agent}?environment=production`, undefined, {}, deliver));
  expect(given.release.digest).toBe(agents[0]!.release!.digest);
  expect(given.prompts).toMatchObject([{ version: 3, content: { body: 'Three' } }]);
});

test('asked for twice under one Idempotency-Key it happens once', async () => {
  const agent = await follower();
  const headers = { 'idempotency-key': `move-${count}` };
  const [first, second] = [await move(2, { headers }), await move(2, { headers })];
  expect(second.headers.get('idempotency-replayed')).toBe('true');
  expect(await second.json()).toEqual(await first.json());
  expect((await deployment(agent)).version).toBe(2);
});

test('a key that may only read moves nothing, and neither does one that is bound to another environment', async () => {
  const agent = await follower();
  expect((await move(2, { as: await edge.key({ scopes: ['read'] }) })).status).toBe(403);
  const bound = await edge.key({ scopes: ['read', 'write'], environment: 'staging' });
  expect((await move(2, { as: bound })).status).toBe(403);
  expect((await deployment(agent)).version).toBe(1);
});

test.each([
  [{ number: 2, reason: 'r' }, 400],
  [{ label: 'live', number: 9, reason: 'r' }, 404],
  [{ label: 'live', number: 2 }, 400],
])('%j is refused', async (body, status) => {
  expect((await send('POST', '/label-moves', { prompt, ...body })).status).toBe(status);
});
