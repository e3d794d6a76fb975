import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../spine/errors.ts';
import { openTestEdge, type TestEdge } from '../edge.fixture.ts';

let edge: TestEdge;
let server: Server;
let key: string;
beforeAll(async () => {
  edge = await openTestEdge();
  key = await edge.key({ scopes: ['ingest'], agent: 'booker' });
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

/** As Langfuse's SDKs: user = public key = id of the key, password = its secret. */
const basic = (text: string): string => {
  const [, id, secret] = text.split('_');
  return `Basic ${btoa(`${id}:${secret}`)}`;
};
async function ask(path: string, init: RequestInit & { headers?: Record<string, string> } = {}) {
  const { port } = server.address() as AddressInfo;
  const headers = { authorization: basic(key), 'content-type': 'application/json', ...init.headers };
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { ...init, headers });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text === '' ? null : JSON.parse(text) };
}
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  ask(path, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body), headers });
const event = (id: string, body: object, type = 'trace-create') => ({
  id,
  type,
  timestamp: new Date().toISOString(),
  body,
});

describe('a batch', () => {
  test('is handed on with its sender, and answered event by event', async () => {
    const batch = [event('a', { id: 't' }), event('b', {}, 'span-update'), event('c', { id: 't', name: 'n' })];
    const answer = await post('/api/public/ingestion', { batch, metadata: { sdk_name: 'x', anything: [1] } });
    expect(answer).toMatchObject({ status: 207 });
    expect(answer.body).toEqual({
      successes: [
        { id: 'a', status: 201 },
        { id: 'c', status: 201 },
      ],
      errors: [{ id: 'b', status: 400, message: '"id" is missing', error: 'InvalidRequestError' }],
    });
    expect(edge.received).toMatchObject([
      {
        ...{ signal: 'langfuse.batch', contentType: 'json', encoding: 'identity' },
        sender: { workspaceId: edge.first.workspaceId, teamId: edge.first.teamId, agent: 'booker' },
      },
    ]);
  });

  test('may be compressed, and empty', async () => {
    const body = gzipSync(JSON.stringify({ batch: [] }));
    const answer = await ask('/api/public/ingestion', {
      method: 'POST',
      body,
      headers: { 'content-encoding': 'gzip' },
    });
    expect(answer).toMatchObject({ status: 207, body: { successes: [], errors: [] } });
  });
});

test('one trace or score alone is answered with its id', async () => {
  expect(await post('/api/public/traces', { id: 't-7', name: 'n' })).toMatchObject({
    status: 200,
    body: { id: 't-7' },
  });
  const made = await post('/api/public/scores', { traceId: 't-7', name: 'ok', value: 1 });
  expect(made).toMatchObject({ status: 200, body: { id: expect.stringMatching(/^[0-9a-f-]{36}$/) } });
  const wrong = await post('/api/public/scores', { name: 'ok', value: 1 });
  expect(wrong).toMatchObject({
    status: 400,
    body: { error: 'InvalidRequestError', message: expect.stringContaining('traceId') },
  });
});

test('what SDKs ask for at their start is answered as it is', async () => {
  const health = await ask('/api/public/health', { headers: { authorization: '' } });
  expect(health).toMatchObject({ status: 200, body: { status: 'OK', version: '0.0.0-test' } });
  const projects = await ask('/api/public/projects');
  expect(projects.body).toEqual({
    data: [
      {
        ...{ id: edge.first.teamId, name: expect.any(String), metadata: {}, retentionDays: 30 },
        organization: { id: edge.first.workspaceId, name: 'default' },
      },
    ],
  });
  const prompt = await ask('/api/public/v2/prompts/support-agent');
  expect(prompt).toMatchObject({ status: 404, body: { error: 'LangfuseNotFoundError' } });
});

describe('a request that is refused', () => {
  const batch = { batch: [event('a', { id: 't' })] };

  test.each([
    ['no key', { authorization: '' }, 401, 'UnauthorizedError'],
    ['a wrong key', { authorization: `Basic ${btoa('pk-lf-1:sk-lf-1')}` }, 401, 'UnauthorizedError'],
    ['an unknown encoding', { 'content-encoding': 'br' }, 415, 'UnsupportedMediaTypeError'],
  ])('for %s', async (_why, headers, status, error) => {
    const answer = await post('/api/public/ingestion', batch, headers);
    expect(answer).toMatchObject({ status, body: { error, message: expect.any(String) } });
    expect(edge.received).toHaveLength(0);
  });

  test('for a key without the scope ingest, of projects too', async () => {
    const authorization = basic(await edge.key({ scopes: ['read'] }));
    expect(await post('/api/public/ingestion', batch, { authorization })).toMatchObject({ status: 403 });
    expect(await ask('/api/public/projects', { headers: { authorization } })).toMatchObject({ status: 403 });
  });

  test.each(['', '{', '[]', '{"batch":1}'])('for the body %s', async (body) => {
    expect(await post('/api/public/ingestion', body)).toMatchObject({
      status: 400,
      body: { error: 'InvalidRequestError', message: expect.stringMatching(/^ingest\.malformed: /) },
    });
  });

  test('for its size, on the wire and inflated', async () => {
    const large = await post('/api/public/ingestion', `"${'x'.repeat(1 << 20)}"`);
    expect(large).toMatchObject({ status: 413, body: { error: 'PayloadTooLargeError' } });
    const body = gzipSync(Buffer.alloc(8 << 20));
    const bomb = await ask('/api/public/ingestion', { method: 'POST', body, headers: { 'content-encoding': 'gzip' } });
    expect(bomb.status).toBe(413);
  });

  test.each([
    [new AppError('ingest.overloaded', { params: { seconds: 3 }, retryAfterSeconds: 3 }), 429, '3'],
    [new AppError('ingest.no_room', { params: { free: 1 }, retryAfterSeconds: 30 }), 503, '30'],
    [new Error('boom'), 503, '1'],
  ])('by ingest with %s', async (fail, status, retryAfter) => {
    edge.nextAccept.fail = fail;
    const answer = await post('/api/public/ingestion', batch);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('retry-after')).toBe(retryAfter);
    expect(JSON.stringify(answer.body)).not.toContain('boom');
  });

  test('with another method says which one is taken', async () => {
    const answer = await ask('/api/public/ingestion');
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
    expect((await post('/api/public/health', {})).status).toBe(405);
  });
});

test('OTLP below Langfuse’s root, and all other addresses, are left to others', async () => {
  const traces = await ask('/api/public/otel/v1/traces', { method: 'POST', body: '{}' });
  expect([traces.status, edge.received[0]?.signal]).toEqual([200, 'traces']);
  expect((await ask('/api/v1/health')).status).toBe(418);
  expect((await ask('/api/publicity')).status).toBe(418);
});
