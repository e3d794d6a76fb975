import { createServer, request, type OutgoingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../spine/errors.ts';
import { openTestEdge, type TestEdge } from './edge.fixture.ts';

let edge: TestEdge;
let server: Server;
let key: string;
beforeAll(async () => {
  edge = await openTestEdge();
  key = await edge.key({ scopes: ['ingest'], agent: 'booker', environment: 'prod' });
  server = createServer((req, res) => {
    if (!edge.telemetry!.otlp(req, res)) res.writeHead(404).end();
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

type Answer = { status: number; headers: NodeJS.Dict<string | string[]>; body: Buffer };
const port = (): number => (server.address() as AddressInfo).port;
function send(path: string, body: Uint8Array, headers: OutgoingHttpHeaders = {}, method = 'POST'): Promise<Answer> {
  const all = { 'x-signalbox-key': key, 'content-type': 'application/x-protobuf', ...headers };
  return new Promise((resolve, reject) => {
    const ask = request({ host: '127.0.0.1', port: port(), path, method, headers: all }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    });
    ask.on('error', reject);
    ask.end(body);
  });
}
const some = Buffer.from([1, 2, 3]);
const jsonOf = (answer: Answer): { code: number; message: string } =>
  JSON.parse(answer.body.toString()) as { code: number; message: string };
const asJson = { 'content-type': 'application/json' };

describe('a request that is kept', () => {
  test.each(['traces', 'logs'])(
    'of %s is handed on with its sender, and answered empty in protobuf',
    async (signal) => {
      const answer = await send(`/v1/${signal}`, some);
      expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'application/x-protobuf' } });
      expect(answer.body).toHaveLength(0);
      const [got] = edge.received;
      expect(got).toMatchObject({ signal, contentType: 'protobuf', encoding: 'identity' });
      expect(got!.sender).toMatchObject({
        workspaceId: edge.first.workspaceId,
        teamId: edge.first.teamId,
        agent: 'booker',
        environment: 'prod',
      });
      expect(got!.sender.contentKey).toHaveLength(32);
      expect([...got!.body]).toEqual([1, 2, 3]);
      expect(got!.body.buffer.byteLength).toBe(3);
    },
  );

  test('in JSON is answered in JSON; compressed bytes are handed on as they are', async () => {
    const zipped = gzipSync('{}');
    const answer = await send('/v1/traces', zipped, {
      'content-type': 'application/json; charset=utf-8',
      'content-encoding': 'gzip',
    });
    expect(answer.headers['content-type']).toBe('application/json');
    expect(answer.body.toString()).toBe('{}');
    expect(edge.received[0]).toMatchObject({ contentType: 'json', encoding: 'gzip' });
    expect(Buffer.from(edge.received[0]!.body).equals(zipped)).toBe(true);
  });

  test('of metrics is told in partial_success what was not kept', async () => {
    const answer = await send('/v1/metrics', some, asJson);
    expect(JSON.parse(answer.body.toString())).toEqual({
      partialSuccess: { rejectedDataPoints: '2', errorMessage: 'Metrics are not kept.' },
    });
  });

  test('is sent on one connection after another', async () => {
    for (let i = 0; i < 3; i++) expect((await send('/v1/traces', some)).headers['connection']).toBe('keep-alive');
  });
});

describe('other tools’ paths', () => {
  const noKey = { 'x-signalbox-key': '' };
  const halves = (): [string, string] => key.split('_').slice(1) as [string, string];

  test('Langfuse: public key and secret key are the halves of a key, and its whole passes for a secret', async () => {
    const [id, secret] = halves();
    for (const credentials of [`${id}:${secret}`, `key_${id}:${secret}`, `pk-lf-old:${key}`]) {
      const authorization = `Basic ${btoa(credentials)}`;
      const answer = await send('/api/public/otel/v1/traces', some, { ...noKey, ...asJson, authorization });
      expect([answer.status, answer.body.toString()]).toEqual([200, '{}']);
    }
    expect(edge.received).toHaveLength(3);
    const old = { ...noKey, ...asJson, authorization: `Basic ${btoa('pk-lf-1:sk-lf-1')}` };
    expect(jsonOf(await send('/api/public/otel/v1/traces', some, old)).message).toMatch(/^access.key_invalid: /);
  });

  test('LangSmith: the key is in x-api-key, there and nowhere else', async () => {
    const status = async (path: string) => (await send(path, some, { ...noKey, 'x-api-key': key })).status;
    expect(await status('/otel/v1/traces')).toBe(200);
    expect(edge.received[0]!.sender.agent).toBe('booker');
    expect([await status('/v1/traces'), await status('/api/public/otel/v1/traces')]).toEqual([401, 401]);
  });

  test('Traceloop: Bearer', async () => {
    expect((await send('/v1/traces', some, { ...noKey, authorization: `Bearer ${key}` })).status).toBe(200);
  });
});

describe('a request that is refused', () => {
  test.each([
    ['no key', { 'x-signalbox-key': '' }, 401, 'access.unauthenticated'],
    ['a wrong key', { 'x-signalbox-key': 'sbx_no' }, 401, 'access.key_invalid'],
    ['an unknown type', { 'content-type': 'text/plain' }, 415, 'ingest.unsupported_type'],
    ['an unknown encoding', { ...asJson, 'content-encoding': 'br' }, 415, 'ingest.unsupported_encoding'],
  ])('for %s', async (_why, headers, status, code) => {
    const answer = await send('/v1/traces', some, { ...asJson, ...headers });
    expect(answer.status).toBe(status);
    expect(jsonOf(answer).message).toMatch(new RegExp(`^${code}: `));
    expect(edge.received).toHaveLength(0);
  });

  test('for a key without the scope ingest', async () => {
    const answer = await send('/v1/traces', some, {
      ...asJson,
      'x-signalbox-key': await edge.key({ scopes: ['read', 'admin'] }),
    });
    expect(answer.status).toBe(403);
    expect(jsonOf(answer)).toMatchObject({ code: 7 });
  });

  test('in protobuf gets a google.rpc.Status in protobuf', async () => {
    const answer = await send('/v1/traces', some, { 'x-signalbox-key': 'sbx_no' });
    expect(answer.headers['content-type']).toBe('application/x-protobuf');
    expect([...answer.body.subarray(0, 2)]).toEqual([0x08, 16]);
    expect(answer.body.toString()).toContain('access.key_invalid');
  });

  test('with another method says which one is taken', async () => {
    const answer = await send('/v1/traces', some, {}, 'PUT');
    expect(answer).toMatchObject({ status: 405, headers: { allow: 'POST' } });
  });

  test('for its size, declared or not, without being kept in memory', async () => {
    const large = Buffer.alloc((1 << 20) + 1);
    expect((await send('/v1/traces', large)).status).toBe(413);
    expect((await send('/v1/traces', large, { 'transfer-encoding': 'chunked' })).status).toBe(413);
    expect(await declareOnly(5 * 2 ** 30)).toContain('413');
    expect((await send('/v1/traces', Buffer.alloc(1 << 20))).status).toBe(200);
  });

  test('when too much is under way at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => send('/v1/traces', Buffer.alloc(1 << 20), asJson).catch(() => null)),
    );
    const statuses = answers.map((answer) => answer?.status);
    expect(statuses.every((status) => status === 200 || status === 429)).toBe(true);
    const refused = answers.find((answer) => answer?.status === 429);
    if (refused != null) expect(refused.headers['retry-after']).toBe('1');
  });

  test.each([
    [new AppError('ingest.overloaded', { params: { seconds: 3 }, retryAfterSeconds: 3 }), 429, '3'],
    [new AppError('ingest.disk_full', { params: { used: 2, limit: 1 }, retryAfterSeconds: 30 }), 503, '30'],
    [new AppError('ingest.malformed', { params: { reason: 'Broken.' } }), 400, undefined],
    [new Error('boom'), 503, '1'],
  ])('by ingest with %s', async (fail, status, retryAfter) => {
    edge.nextAccept.fail = fail;
    const answer = await send('/v1/traces', some, asJson);
    expect(answer.status).toBe(status);
    expect(answer.headers['retry-after']).toBe(retryAfter);
    expect(answer.body.toString()).not.toContain('boom');
  });

  test('carries no leave for other sites', async () => {
    const answer = await send('/v1/traces', some, { origin: 'https://evil.example' });
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect((await send('/v1/traces', Buffer.alloc(0), {}, 'OPTIONS')).status).toBe(405);
  });
});

test('other addresses are left to others', async () => {
  expect((await send('/v1/tracesx', some)).status).toBe(404);
  expect((await send('/api/v1/traces', some)).status).toBe(404);
});

/** Declares a length, sends nothing of it, and returns what comes back. */
function declareOnly(length: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port(), '127.0.0.1', () =>
      socket.write(
        `POST /v1/traces HTTP/1.1\r\nhost: x\r\nx-signalbox-key: ${key}\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n`,
      ),
    );
    socket.once('data', (data) => {
      resolve(data.toString());
      socket.destroy();
    });
    socket.once('error', reject);
  });
}
