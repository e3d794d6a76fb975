import type { ClientHttp2Session } from 'node:http2';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../spine/errors.ts';
import { openTestEdge, type TestEdge } from '../edge.fixture.ts';
import { type EdgeServer, openEdge } from '../server.ts';
import { call, connected, messageOf, traces } from './client.fixture.ts';
import { framed } from './message.ts';

let edge: TestEdge;
let server: EdgeServer;
let session: ClientHttp2Session;
let key: string;
beforeAll(async () => {
  edge = await openTestEdge();
  key = await edge.key({ scopes: ['ingest'], agent: 'booker', environment: 'prod' });
  const ports = { host: '127.0.0.1', port: 0, otlpPort: 0, grpcPort: 0, publicUrl: null };
  server = await openEdge({ app: edge.app, telemetry: edge.telemetry, ports });
  session = await connected(server.grpcPort!);
});
afterAll(async () => {
  session.destroy();
  await server.close();
  await edge.stop();
});
beforeEach(() => {
  edge.received.length = 0;
  edge.nextAccept.fail = null;
});
const withKey = () => ({ 'x-signalbox-key': key });

describe('a call that is kept', () => {
  test.each([
    ['trace.v1.TraceService', 'traces'],
    ['logs.v1.LogsService', 'logs'],
  ])('of %s is handed on with its sender', async (service, signal) => {
    const path = `/opentelemetry.proto.collector.${service}/Export`;
    const answer = await call(session, { path, headers: withKey() });
    expect(answer).toMatchObject({ status: 200, trailers: { 'grpc-status': '0' } });
    expect(answer.headers['content-type']).toBe('application/grpc');
    expect([...answer.body]).toEqual([0, 0, 0, 0, 0]);
    expect(edge.received[0]).toMatchObject({ signal, contentType: 'protobuf', encoding: 'identity' });
    expect(edge.received[0]!.sender).toMatchObject({ teamId: edge.first.teamId, agent: 'booker', environment: 'prod' });
    expect([...edge.received[0]!.body]).toEqual([1, 2, 3]);
  });

  test('shows its key as authorization too, and may be compressed', async () => {
    const zipped = gzipSync('spans');
    const body = framed(zipped);
    body[0] = 1;
    const headers = { authorization: `Bearer ${key}`, 'grpc-encoding': 'gzip', 'grpc-timeout': '10S' };
    expect((await call(session, { headers, body })).trailers['grpc-status']).toBe('0');
    expect(edge.received[0]).toMatchObject({ encoding: 'gzip' });
    expect(Buffer.from(edge.received[0]!.body).equals(zipped)).toBe(true);
  });

  test('with a message that is not compressed although it could be', async () => {
    await call(session, { headers: { ...withKey(), 'grpc-encoding': 'gzip' } });
    expect(edge.received[0]).toMatchObject({ encoding: 'identity' });
  });

  test('of metrics is told in partial_success what was not kept', async () => {
    const path = '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export';
    const { body, trailers } = await call(session, { path, headers: withKey() });
    expect(trailers['grpc-status']).toBe('0');
    expect([...body.subarray(5, 9)]).toEqual([10, body.length - 7, 8, 2]);
    expect(body.toString()).toContain('Metrics are not kept.');
  });

  test('is one of many at once on a connection', async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, at) =>
        call(session, { headers: withKey(), body: framed(Buffer.alloc(20_000, at)) }),
      ),
    );
    expect(answers.map((answer) => answer.trailers['grpc-status'])).toEqual(Array(40).fill('0'));
    expect(new Set(edge.received.map(({ body }) => body[7])).size).toBe(40);
  });
});

describe('a call that is refused', () => {
  test.each([
    ['no key', {}, '16', 'access.unauthenticated'],
    ['a wrong key', { 'x-signalbox-key': 'sbx_no' }, '16', 'access.key_invalid'],
    ['an unknown encoding', { 'grpc-encoding': 'snappy' }, '12', 'got snappy'],
    ['a timeout that is none', { 'grpc-timeout': 'soon' }, '13', 'grpc-timeout'],
  ])('for %s', async (_why, headers, status, says) => {
    const answer = await call(session, { headers });
    expect(answer).toMatchObject({ status: 200, headers: { 'grpc-status': status } });
    expect(messageOf(answer)).toContain(says);
    expect(answer.body).toHaveLength(0);
    expect(edge.received).toHaveLength(0);
  });

  test('for a key without the scope ingest', async () => {
    const answer = await call(session, { headers: { 'x-signalbox-key': await edge.key({ scopes: ['read'] }) } });
    expect(answer.trailers['grpc-status']).toBe('7');
  });

  test.each(['/opentelemetry.proto.collector.profiles.v1development.ProfilesService/Export', '/toString/Export', '/'])(
    'for the method %s, and says which there are',
    async (path) => {
      const answer = await call(session, { path, headers: withKey() });
      expect(answer.trailers['grpc-status']).toBe('12');
      expect(messageOf(answer)).toContain('trace.v1.TraceService');
    },
  );

  test('for its size, with the limit, before it was sent', async () => {
    const body = Buffer.from([0, 0, 0x10, 0, 1, 9, 9]);
    const answer = await call(session, { headers: withKey(), body, end: false });
    expect(answer.trailers['grpc-status']).toBe('8');
    expect(messageOf(answer)).toContain(`${1 << 20} bytes`);
    expect(answer.trailers['grpc-status-details-bin']).toBeUndefined();
    const largest = await call(session, { headers: withKey(), body: framed(Buffer.alloc(1 << 20)) });
    expect(largest.trailers['grpc-status']).toBe('0');
  });

  test('for a flag of compression without a name for it', async () => {
    const answer = await call(session, { headers: withKey(), body: Buffer.from([1, 0, 0, 0, 1, 9]) });
    expect(answer.trailers['grpc-status']).toBe('13');
  });

  test.each([
    [new AppError('ingest.overloaded', { params: { seconds: 3 }, retryAfterSeconds: 3 }), '8', true],
    [new AppError('ingest.disk_full', { params: { used: 2, limit: 1 }, retryAfterSeconds: 30 }), '14', true],
    [new AppError('ingest.malformed', { params: { reason: 'Broken.' } }), '3', false],
    [new Error('boom'), '14', true],
  ])('by ingest with %s', async (fail, status, again) => {
    edge.nextAccept.fail = fail;
    const answer = await call(session, { headers: withKey() });
    expect(answer.trailers['grpc-status']).toBe(status);
    expect('grpc-status-details-bin' in answer.trailers).toBe(again);
    expect(messageOf(answer)).not.toContain('boom');
  });

  test('that is no gRPC', async () => {
    for (const headers of [{ 'content-type': 'application/x-protobuf' }, { ':method': 'GET' }])
      expect((await call(session, { headers, body: null })).status).toBe(415);
  });

  test('when its deadline passes, also while it is still being sent', async () => {
    const headers = { ...withKey(), 'grpc-timeout': '80m' };
    const answer = await call(session, { headers, body: Buffer.from([0, 0]), end: false });
    expect(answer.trailers['grpc-status']).toBe('4');
    expect(messageOf(answer)).toContain('80 ms');
  });
});

test('the connection serves on after every refusal', async () => {
  expect((await call(session, { path: traces, headers: withKey() })).trailers['grpc-status']).toBe('0');
  expect(session.destroyed).toBe(false);
});
