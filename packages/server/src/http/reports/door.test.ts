import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../spine/errors.ts';
import { openTestEdge, type TestEdge } from '../edge.fixture.ts';

let edge: TestEdge;
let server: Server;
let ingest: string;
let page: string;
const shop = 'https://shop.example.com';
const run = `${'ab'.repeat(16)}-${'cd'.repeat(8)}`;

beforeAll(async () => {
  edge = await openTestEdge();
  [ingest, page] = [
    await edge.key({ scopes: ['ingest'], agent: 'booker', environment: 'production' }),
    await edge.key({ scopes: ['feedback'], origins: [shop, 'http://localhost:3000'] }),
  ];
  server = createServer((req, res) => {
    if (!edge.telemetry!.otlp(req, res)) res.writeHead(418).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await edge.stop();
});
beforeEach(() => {
  edge.received.length = 0;
  edge.nextAccept.fail = null;
});

async function ask(path: string, init: RequestInit = {}) {
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/${path}`, init);
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text === '' ? null : JSON.parse(text) };
}
const post = (path: string, key: string | null, body: unknown, headers: Record<string, string> = {}) =>
  ask(path, {
    method: 'POST',
    headers: { ...(key !== null && { 'x-signalbox-key': key }), 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body),
  });
const outcome = { runId: run, outcome: 'completed' };
const thumb = { conversationId: 'c-1', value: true };

describe('what is told', () => {
  test('is handed on with its sender, and answered by what became of each', async () => {
    const wrong = { ...outcome, outcome: 'great' };
    const answer = await post('outcomes', ingest, { outcomes: [outcome, wrong, { ...outcome, id: 'x' }, 7] });
    expect(answer).toMatchObject({ status: 202 });
    expect(answer.body).toEqual({
      accepted: 2,
      refused: [
        { index: 1, code: 'request.invalid', message: expect.stringContaining('passed_to_person') },
        { index: 3, code: 'request.invalid', message: 'It must be an object' },
      ],
    });
    const sender = { workspaceId: edge.first.workspaceId, agent: 'booker', environment: 'production' };
    expect(edge.received).toMatchObject([{ signal: 'outcomes', contentType: 'json', sender }]);
  });

  test('is refused beyond a thousand of one request, one by one', async () => {
    const { status, body } = await post('feedback', ingest, { feedback: Array.from({ length: 1_002 }, () => thumb) });
    expect([status, body.accepted]).toEqual([202, 1_000]);
    expect(body.refused.map(({ index, code }: { index: number; code: string }) => [index, code])).toEqual([
      [1_000, 'request.too_large'],
      [1_001, 'request.too_large'],
    ]);
  });

  test('may be compressed', async () => {
    const body = gzipSync(JSON.stringify({ feedback: [thumb] }));
    expect(await post('feedback', ingest, body, { 'content-encoding': 'gzip' })).toMatchObject({
      ...{ status: 202, body: { accepted: 1, refused: [] } },
    });
  });
});

describe('is refused', () => {
  test.each([
    ['outcomes', 'without a key', async () => null, 401, 'access.unauthenticated'],
    ['outcomes', 'with a wrong key', async () => `sbx_${'0'.repeat(32)}_${'0'.repeat(48)}`, 401, 'access.key_invalid'],
    ['outcomes', 'with a key for reading', () => edge.key({ scopes: ['read'] }), 403, 'access.denied'],
    ['outcomes', 'with a key for feedback', () => edge.key({ scopes: ['feedback'] }), 403, 'access.denied'],
    ['feedback', 'with a key for delivery', () => edge.key({ scopes: ['deliver'] }), 403, 'access.denied'],
  ])('%s %s', async (path, _how, key, status, code) => {
    expect(await post(path, await key(), { [path]: [] })).toMatchObject({ status, body: { code } });
    expect(edge.received).toEqual([]);
  });

  test.each(['', '{', '[]', '{"outcomes":1}'])('the body %s', async (body) => {
    expect(await post('outcomes', ingest, body)).toMatchObject({ status: 400, body: { code: 'ingest.malformed' } });
  });

  test('what is not JSON, is too long, or comes by another method', async () => {
    const text = await post('outcomes', ingest, 'x', { 'content-type': 'text/plain' });
    expect(text).toMatchObject({ status: 415, body: { code: 'request.unsupported_type' } });
    const long = await post('outcomes', ingest, `"${'x'.repeat(1 << 20)}"`);
    expect(long).toMatchObject({ status: 413, body: { code: 'request.too_large' } });
    const read = await ask('outcomes');
    expect([read.status, read.headers.get('allow')]).toEqual([405, 'POST']);
    expect((await ask('outcomes', { method: 'OPTIONS', headers: { origin: shop } })).status).toBe(405);
  });

  test('where nothing can be kept, with a time to come again, and without words of a defect', async () => {
    edge.nextAccept.fail = new AppError('ingest.no_room', { params: { free: 1 }, retryAfterSeconds: 30 });
    const full = await post('feedback', ingest, { feedback: [thumb] });
    expect([full.status, full.headers.get('retry-after')]).toEqual([503, '30']);
    edge.nextAccept.fail = new Error('boom');
    const broken = await post('feedback', ingest, { feedback: [thumb] });
    expect([broken.status, JSON.stringify(broken.body).includes('boom')]).toEqual([503, false]);
    expect(edge.logged.some((line) => line.includes('boom'))).toBe(true);
  });
});

describe('from a page', () => {
  const preflight = (origin: string) =>
    ask('feedback', {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-signalbox-key' },
    });

  test('a browser hears that it may, where some key names the page', async () => {
    const answer = await preflight(shop);
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-origin')).toBe(shop);
    expect(answer.headers.get('access-control-allow-headers')).toContain('x-signalbox-key');
    expect((await preflight('http://localhost:3000')).status).toBe(204);
    for (const origin of ['https://shop.example.com.evil.example', 'https://hop.example.com', 'null']) {
      const no = await preflight(origin);
      expect([no.status, no.body.code]).toEqual([403, 'access.origin_refused']);
      expect(no.headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  test('its key is good from the pages it names, and for nothing else', async () => {
    const body = { feedback: [thumb] };
    const good = await post('feedback', page, body, { origin: shop });
    expect([good.status, good.headers.get('access-control-allow-origin')]).toEqual([202, shop]);
    for (const headers of [{ origin: 'https://evil.example' }, {}]) {
      const bad = await post('feedback', page, body, headers);
      expect([bad.status, bad.headers.get('access-control-allow-origin')]).toEqual([403, null]);
    }
    expect((await post('outcomes', page, { outcomes: [] }, { origin: shop })).status).toBe(403);
    for (const path of ['/api/v1/agents', '/api/v1/runs', '/api/v1/keys', '/api/v1/delivery/booker'])
      expect((await edge.call(page, 'GET', path)).status).toBeGreaterThanOrEqual(403);
  });

  test('may read why it was refused, and waits where it comes too often', async () => {
    const bad = await post('feedback', page, { feedback: 1 }, { origin: shop });
    expect([bad.status, bad.headers.get('access-control-allow-origin')]).toEqual([400, shop]);
    const often = await edge.key({ scopes: ['feedback'], origins: [shop] });
    const send = () => post('feedback', often, { feedback: [] }, { origin: shop });
    const statuses: number[] = [];
    while (!statuses.includes(429) && statuses.length < 5_000)
      statuses.push(...(await Promise.all(Array.from({ length: 50 }, send))).map(({ status }) => status));
    expect(statuses.slice(0, 100)).toEqual(Array.from({ length: 100 }, () => 202));
    expect(statuses.at(-1)).toBe(429);
  });

  test('sends little at once: each report counts, not each request, and none is compressed', async () => {
    const many = await edge.key({ scopes: ['feedback'], origins: [shop] });
    const send = (body: unknown, headers: Record<string, string> = {}) =>
      post('feedback', many, body, { origin: shop, ...headers });
    const zipped = gzipSync(JSON.stringify({ feedback: [thumb] }));
    const refused = await send(zipped, { 'content-encoding': 'gzip' });
    expect([refused.status, refused.body.code]).toEqual([415, 'ingest.unsupported_encoding']);
    expect((await send({ feedback: [{ ...thumb, comment: 'x'.repeat(64 << 10) }] })).status).toBe(413);
    const statuses = [];
    for (let at = 0; at < 2; at++)
      statuses.push((await send({ feedback: Array.from({ length: 1_000 }, () => thumb) })).status);
    expect(statuses).toEqual([202, 429]);
  });

  test('keys for other things do not open the door to scripts', async () => {
    const answer = await post('feedback', ingest, { feedback: [thumb] }, { origin: shop });
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([202, null]);
  });
});

test('other addresses are left to others', async () => {
  expect((await ask('outcome')).status).toBe(418);
  expect((await ask('feedback/x')).status).toBe(418);
});
