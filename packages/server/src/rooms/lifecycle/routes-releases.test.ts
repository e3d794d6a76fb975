import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestEdge, type TestEdge } from '../../http/edge.fixture.ts';
import { newId } from '../../spine/ids.ts';
import type { AgentRecord } from './contract-agents.ts';
import type { MadeRelease, Release } from './contract-releases.ts';
import { tool } from './model/release/samples.fixture.ts';

/** Over the real edge, which compares every answer with docs/openapi.json. */
let edge: TestEdge;
let key: string;
let admin: Awaited<ReturnType<TestEdge['signIn']>>;
beforeAll(async () => {
  edge = await openTestEdge();
  key = await edge.key({ scopes: ['read', 'write'] });
  admin = await edge.signIn(edge.first.adminId);
});
afterAll(() => edge.stop());

async function agent(): Promise<string> {
  const name = newId('agt');
  const file = { apiVersion: 'signalbox/v1', kind: 'Agent', metadata: { name } };
  const answer = await edge.call(key, 'POST', '/api/v1/apply', { file });
  return ((await answer.json()) as { agentId: string }).agentId;
}
const body = async <T>(answer: Promise<Response>): Promise<T> => (await (await answer).json()) as T;
const post = (path: string, sent: unknown, headers = {}): Promise<Response> =>
  edge.call(key, 'POST', `/api/v1${path}`, sent, headers);
const get = (path: string): Promise<Response> => edge.call(key, 'GET', `/api/v1${path}`);
const wish = (tools: string[], more = {}) => ({
  ...{ why: 'x', manifest: { schema: 'signalbox.release/v1', tools: tools.map((one) => tool(one)) }, ...more },
});
const release = (id: string, tools: string[]): Promise<MadeRelease> =>
  body(post(`/agents/${id}/releases`, wish(tools)));

describe('releases', () => {
  test('are made once, read, compared and verified', async () => {
    const id = await agent();
    const [first, second] = [await release(id, ['a']), await release(id, ['a', 'b'])];
    expect([first.version, second.version]).toEqual(['1.0.0', '2.0.0']);
    expect(await release(id, ['a'])).toMatchObject({ isNew: false, release: { id: first.release!.id } });
    expect(await body<Release>(get(`/releases/${second.release!.id}`))).toEqual(second.release);
    const compared = get(`/releases/${first.release!.id}/comparison?to=${second.release!.id}`);
    expect(await body(compared)).toMatchObject({ risk: 'low', changes: [{ sentence: 'Tool `b` added' }] });
    const verified = get(`/releases/${first.release!.id}/verification`);
    expect(await body(verified)).toMatchObject({ digestHolds: true, signatureHolds: true });
  });

  test('are listed page after page; a cursor of one agent serves no other', async () => {
    const id = await agent();
    for (const name of ['a', 'b', 'c']) await release(id, [name]);
    type Page = { items: Release[]; nextCursor: string | null };
    const seen: string[] = [];
    let [cursor, last]: [string | null, string] = ['', ''];
    while (cursor !== null) {
      last = cursor;
      const page: Page = await body(get(`/agents/${id}/releases?limit=1${cursor && `&cursor=${cursor}`}`));
      seen.push(...page.items.map((one) => one.version));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(['3.0.0', '2.0.0', '1.0.0']);
    const elsewhere = await get(`/agents/${await agent()}/releases?cursor=${last}`);
    expect(await elsewhere.json()).toMatchObject({ code: 'request.cursor_invalid' });
  });

  test('a repeated request gets the first answer; a preview makes nothing', async () => {
    const id = await agent();
    const headers = { 'idempotency-key': newId('req') };
    const answers = [];
    for (let n = 0; n < 2; n++) answers.push(await post(`/agents/${id}/releases`, wish(['a']), headers));
    expect(answers[1]!.headers.get('idempotency-replayed')).toBe('true');
    const [first, again] = await Promise.all(answers.map((one) => one.json() as Promise<MadeRelease>));
    expect(again).toEqual(first);
    const shown = await body<MadeRelease>(post(`/agents/${id}/releases?preview=true`, wish(['b'])));
    expect(shown).toMatchObject({ release: null, isNew: true, version: '2.0.0' });
    expect((await body<{ items: unknown[] }>(get(`/agents/${id}/releases`))).items).toHaveLength(1);
  });

  test.each([
    [{ manifest: { schema: 'signalbox.release/v1', tols: [] } }, 400],
    [{ why: ' ' }, 400],
    [{ version: '1.0' }, 400],
    [{ version: '0.9.0' }, 409],
    [{ parentId: 'rel_none' }, 404],
    [{ newestId: 'rel_none' }, 409],
  ])('%j is refused with %d', async (wrong, status) => {
    expect((await post(`/agents/${await agent()}/releases`, wish(['a'], wrong))).status).toBe(status);
  });
});

describe('what is said about an agent', () => {
  const put = (id: string, version: string | null, purpose: string): Promise<Response> =>
    edge.call(
      key,
      'PUT',
      `/api/v1/agents/${id}/profile`,
      { profile: { purpose } },
      version === null ? {} : { 'if-match': version },
    );

  test('is written on top of the version that was read, which is the ETag', async () => {
    const id = await agent();
    const read = await get(`/agents/${id}/profile`);
    expect(read.headers.get('etag')).toBe('"0"');
    const written = await put(id, read.headers.get('etag'), 'Bills');
    expect(written.headers.get('etag')).toBe('"1"');
    expect(await written.json()).toMatchObject({ version: 1, profile: { purpose: 'Bills' }, riskClass: null });
    const late = await put(id, '"0"', 'Other');
    expect(late.status).toBe(409);
    expect(await late.json()).toMatchObject({ code: 'lifecycle.profile_changed' });
    expect((await put(id, '1', 'Bare digits do, too')).status).toBe(200);
  });

  test.each([null, '*', 'W/"1"', '"x"'])('with If-Match %j it is not written', async (version) => {
    const id = await agent();
    expect((await put(id, version, 'x')).status).toBe(400);
    expect(await body<AgentRecord>(get(`/agents/${id}/profile`))).toMatchObject({ version: 0 });
  });

  test('claiming is one action for who is signed in', async () => {
    const id = await agent();
    const claimed = await edge.call(admin, 'POST', `/api/v1/agents/${id}/claim`, {});
    expect(await claimed.json()).toMatchObject({ owner: { id: edge.first.adminId }, version: 1 });
    const events = (await body<{ items: { type: string }[] }>(get(`/agents/${id}/history`))).items;
    expect(events.map((one) => one.type)).toEqual(['agent.owner_named', 'agent.declared']);
  });
});

test('an application of a file names the field that is wrong', async () => {
  const file = { apiVersion: 'signalbox/v1', kind: 'Agent', metadata: { name: 'x' }, registry: { runbook: 'ftp://x' } };
  const answer = await post('/apply', { file });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ code: 'request.invalid', fields: [{ path: 'file.registry.runbook' }] });
});
