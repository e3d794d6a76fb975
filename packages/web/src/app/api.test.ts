import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { address, change, Problem, read, rememberCsrf } from './api.ts';

let seen: { method: string; url: string; headers: IncomingHttpHeaders; body: string };
let answer = { status: 200, body: '{}' };
const server = createServer(async (request, response) => {
  let body = '';
  for await (const piece of request) body += String(piece);
  seen = { method: request.method!, url: request.url!, headers: request.headers, body };
  response.writeHead(answer.status).end(answer.body);
});
// The browser's fetch knows its origin; Node's must be told.
const real = globalThis.fetch;
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  globalThis.fetch = (input, init) => real(`${origin}${String(input)}`, init);
});
afterAll(() => {
  globalThis.fetch = real;
  server.close();
  server.closeAllConnections();
});

test('an address holds only what was asked', () => {
  expect(address('/runs', { limit: 50, agent: 'a&b', outcome: undefined, cursor: '' })).toBe(
    '/api/v1/runs?limit=50&agent=a%26b',
  );
});

test('changes carry the csrf token, reads do not', async () => {
  rememberCsrf('tok');
  answer = { status: 200, body: '{"ok":true}' };
  expect(await change('/sign-out', { a: 1 })).toEqual({ ok: true });
  expect(seen).toMatchObject({
    method: 'POST',
    url: '/api/v1/sign-out',
    body: '{"a":1}',
    headers: { 'x-signalbox-csrf': 'tok' },
  });
  await read('/me');
  expect(seen.headers['x-signalbox-csrf']).toBeUndefined();
});

test('a problem keeps code, words, request id and fields', async () => {
  const body = {
    code: 'warehouse.unavailable',
    title: 'Warehouse is restarting',
    detail: 'Ask again.',
    requestId: 'req_1',
    fields: [{ path: 'a', message: 'b' }],
  };
  answer = { status: 503, body: JSON.stringify(body) };
  const problem = await read('/runs').catch((error: unknown) => error);
  expect(problem).toBeInstanceOf(Problem);
  expect(problem).toMatchObject({
    status: 503,
    code: body.code,
    title: body.title,
    message: body.detail,
    requestId: 'req_1',
    fields: body.fields,
  });
});

test('an error page of a proxy is a problem too, an empty answer is none', async () => {
  answer = { status: 502, body: '<html>' };
  expect(await read('/runs').catch((e: unknown) => e)).toMatchObject({
    status: 502,
    code: 'http.502',
    requestId: null,
  });
  answer = { status: 204, body: '' };
  answer.status = 200;
  expect(await change('/me/password', {})).toBeUndefined();
});

test('no server at all says so', async () => {
  const kept = globalThis.fetch;
  globalThis.fetch = () => Promise.reject(new TypeError('fetch failed'));
  expect(await read('/runs').catch((e: unknown) => e)).toMatchObject({ status: 0, code: 'network.unreachable' });
  globalThis.fetch = kept;
});
