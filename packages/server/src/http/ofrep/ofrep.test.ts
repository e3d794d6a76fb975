import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openDeliveryEdge } from './delivery-edge.fixture.ts';

let edge: Awaited<ReturnType<typeof openDeliveryEdge>>;
let key: string;
beforeAll(async () => {
  edge = await openDeliveryEdge();
  key = await edge.key({ scopes: ['deliver'] });
});
afterAll(() => edge.stop());

const one = (name: string, body: unknown, headers: Record<string, string> = { 'x-api-key': key }) =>
  edge.call(null, 'POST', `/ofrep/v1/evaluate/flags/${encodeURIComponent(name)}`, body, headers);
const bulk = (body: unknown, headers: Record<string, string> = {}) =>
  edge.call(null, 'POST', '/ofrep/v1/evaluate/flags', body, { authorization: `Bearer ${key}`, ...headers });
const context = { targetingKey: 'user-1' };

describe('native delivery', () => {
  const ask = (query = '', as: string | null = key, headers: Record<string, string> = {}) =>
    edge.call(as, 'GET', `/api/v1/delivery/agent-1${query}`, undefined, headers);

  test('is for keys with the scope deliver, within what they are bound to', async () => {
    expect((await ask()).status).toBe(200);
    expect((await ask('', null)).status).toBe(401);
    expect((await ask('', await edge.key({ scopes: ['read', 'ingest'] }))).status).toBe(403);
    expect((await ask('', await edge.key({ scopes: ['deliver'], agent: 'Agent 1' }))).status).toBe(200);
    for (const bound of [{ agent: 'Other' }, { environment: 'staging' }])
      expect((await ask('?environment=production', await edge.key({ scopes: ['deliver'], ...bound }))).status).toBe(
        404,
      );
    expect((await ask('?environment=staging')).status).toBe(404);
  });

  test('answers 304 to whom has it so, in the shape that is promised', async () => {
    const first = await ask('?user=u');
    expect(await first.json()).toMatchObject({ release: { id: 'rel_1' }, assignment: { reason: 'STATIC' } });
    const etag = first.headers.get('etag')!;
    const again = await ask('?user=u', key, { 'if-none-match': etag });
    expect([again.status, again.headers.get('etag'), await again.text()]).toEqual([304, etag, '']);
    expect(Number(again.headers.get('x-signalbox-seq'))).toBeGreaterThan(0);
    expect((await ask('?wait=61')).status).toBe(400);
  });

  test('a long poll and a stream hear of a deployment', async () => {
    const { seq } = (await (await ask()).json()) as { seq: number };
    const stream = await edge.call(key, 'GET', '/api/v1/delivery/agent-1/stream');
    expect(stream.headers.get('content-type')).toBe('text/event-stream');
    const reader = stream.body!.getReader();
    const read = async (): Promise<string> => Buffer.from((await reader.read()).value ?? []).toString();
    expect(await read()).toContain('rel_1');
    const waiting = ask(`?wait=20&after=${seq}`);
    await edge.deploy('rel_2');
    expect(await (await waiting).json()).toMatchObject({ release: { id: 'rel_2' } });
    expect(await read()).toContain('rel_2');
    await reader.cancel();
    const answered = ask(`?wait=20`, key, { 'if-none-match': (await ask()).headers.get('etag')! });
    await edge.deploy('rel_1');
    expect(await (await answered).json()).toMatchObject({ release: { id: 'rel_1' } });
  });
});

test('a stream goes on after the last event, and after what is said, and takes no id of others', async () => {
  const told = async (query: string, id?: string): Promise<string> => {
    const headers = { 'x-signalbox-key': key, ...(id !== undefined && { 'last-event-id': id }) };
    const answer = await edge.call(null, 'GET', `/api/v1/delivery/agent-1/stream${query}`, undefined, headers);
    const reader = answer.body!.getReader();
    const text = Buffer.from((await reader.read()).value!).toString();
    await reader.cancel();
    return text;
  };
  for (const [query, id] of [['', '1'], ['?after=1'], ['', 'of-another'], ['?after=1', '99999']] as const)
    expect(await told(query, id)).toContain('event: delivery');
  for (const [query, id] of [['', '99999'], ['?after=99999'], ['?after=99999', '1']] as const)
    expect(await told(query, id)).toBe('retry: 1000\n\n');
});

describe('the remote evaluation protocol', () => {
  test('evaluates a flag for an agent', async () => {
    const answer = await one('agent:agent-1', { context });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      ...{ key: 'agent:agent-1', reason: 'STATIC', variant: 'stable' },
      value: { releaseId: 'rel_1', digest: '1'.repeat(64), settings: { n: 1 } },
    });
    expect((await one('agent:agent-1', { context: {} })).status).toBe(200);
  });

  test.each([
    ['agent:nobody', { context }, 404, { key: 'agent:nobody', errorCode: 'FLAG_NOT_FOUND' }],
    ['agent:agent-1', { context: { ...context, environment: 'staging' } }, 404, { errorCode: 'FLAG_NOT_FOUND' }],
    ['agent:agent-1', {}, 400, { key: 'agent:agent-1', errorCode: 'INVALID_CONTEXT' }],
    ['agent:agent-1', { context: [] }, 400, { errorCode: 'INVALID_CONTEXT' }],
    ['agent:agent-1', { context: { targetingKey: 7 } }, 400, { errorCode: 'INVALID_CONTEXT' }],
  ])('of %s with %j is %i', async (name, body, status, wanted) => {
    const answer = await one(name, body);
    expect([answer.status, await answer.json()]).toEqual([status, expect.objectContaining(wanted)]);
  });

  test('says what it cannot read', async () => {
    for (const path of ['/ofrep/v1/evaluate/flags', '/ofrep/v1/evaluate/flags/x']) {
      const answer = await edge.app.request(path, { method: 'POST', body: '{', headers: { 'x-api-key': key } });
      expect([answer.status, await answer.json()]).toEqual([
        400,
        expect.objectContaining({ errorCode: 'PARSE_ERROR' }),
      ]);
    }
  });

  test('needs a key with the scope', async () => {
    expect((await one('agent:agent-1', { context }, {})).status).toBe(401);
    expect((await one('agent:agent-1', { context }, { 'x-api-key': 'sbx_no' })).status).toBe(401);
    const reader = await edge.key({ scopes: ['read'] });
    expect((await one('agent:agent-1', { context }, { 'x-api-key': reader })).status).toBe(403);
  });

  test('evaluates all flags, and tells apart who has them so', async () => {
    const answer = await bulk({ context });
    const etag = answer.headers.get('etag')!;
    expect(await answer.json()).toMatchObject({
      flags: [{ key: 'agent:agent-1' }],
      eventStreams: [{ type: 'sse', endpoint: { requestUri: '/ofrep/v1/stream' } }],
    });
    const again = await bulk({ context }, { 'if-none-match': etag });
    expect([again.status, again.headers.get('etag')]).toEqual([304, etag]);
    await edge.deploy('rel_2', 50);
    await vi.waitFor(async () => expect((await bulk({ context }, { 'if-none-match': etag })).status).toBe(200));
    const split = (await (await bulk({ context })).json()) as { flags: { reason: string }[] };
    expect(split.flags[0]!.reason).toBe('SPLIT');
  });

  test('its stream says to ask again, and nothing before something changed', async () => {
    const stream = await edge.call(null, 'GET', '/ofrep/v1/stream', undefined, { 'x-api-key': key });
    const reader = stream.body!.getReader();
    const read = async (): Promise<string> => Buffer.from((await reader.read()).value ?? []).toString();
    expect(await read()).toBe('retry: 1000\n\n');
    await edge.deploy('rel_2');
    const { etag, ...notice } = JSON.parse(/^data: (.*)$/m.exec(await read())![1]!) as Record<string, unknown>;
    expect(notice).toEqual({ type: 'refetchEvaluation', lastModified: expect.any(Number) });
    expect(etag).toMatch(/^"/);
    await reader.cancel();
  });
});
