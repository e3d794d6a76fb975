import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { randomOf } from '../random.ts';
import { Refused } from './outbox.ts';
import { openSender, type Sender } from './sender.ts';
import { Station } from './station.ts';
import { context, SpanKind } from '@opentelemetry/api';

/** A server that takes telemetry as it is told to; the exporters are OpenTelemetry's own. */
let server: Server;
let statuses: number[];
let requests: { path: string; key: unknown; at: number }[];
let sender: Sender;
let trouble: string[];
const signal = new AbortController().signal;
beforeEach(async () => {
  [statuses, requests, trouble] = [[], [], []];
  server = createServer((request, response) => {
    request.resume().on('end', () => {
      requests.push({ path: request.url!, key: request.headers['x-signalbox-key'], at: performance.now() });
      const status = statuses.shift() ?? 200;
      response.writeHead(status, status === 429 ? { 'retry-after': '1' } : {}).end();
    });
  });
  await listen(0);
  const { port } = server.address() as AddressInfo;
  sender = openSender({ otlpUrl: `http://127.0.0.1:${port}/`, key: 'sbx_test' }, (message) => trouble.push(message));
});
afterEach(async () => {
  await sender.close();
  server.closeAllConnections();
  server.close();
});

const listen = (port: number): Promise<void> => new Promise((done) => server.listen(port, '127.0.0.1', done));
const random = randomOf('outbox');

/** Ends a span `inMs` from now. */
function spanEnding(inMs: number): void {
  const station = new Station({ 'service.name': 's' }, sender);
  const at = Date.now() + inMs;
  const time = (ms: number): [number, number] => [Math.floor(ms / 1000), Math.round((ms % 1000) * 1e6)];
  const span = station.startSpan(['scope', '1'], random, {
    kind: SpanKind.INTERNAL,
    startTime: time(at - 5),
    within: context.active(),
  });
  span.end(time(at));
}

test('what is over is sent at once, with the key; what is not yet over waits', async () => {
  spanEnding(-1000);
  spanEnding(-1000);
  spanEnding(700);
  await sender.drained(signal);
  expect(sender.spans.sent).toBe(2);
  expect(requests[0]).toMatchObject({ path: '/v1/traces', key: 'sbx_test' });
  await expect.poll(() => sender.spans.sent, { timeout: 3_000 }).toBe(3);
});

test('a busy server is asked again when it says, and gets each batch once', async () => {
  statuses = [429, 200];
  spanEnding(-1);
  await sender.drained(signal);
  expect(sender.spans.sent).toBe(1);
  expect(requests).toHaveLength(2);
  expect(requests[1]!.at - requests[0]!.at).toBeGreaterThan(900);
});

test('a server that is away is waited for, and told so', async () => {
  const { port } = server.address() as AddressInfo;
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  spanEnding(-1);
  const drained = sender.drained(signal);
  await expect.poll(() => trouble.length, { timeout: 15_000 }).toBeGreaterThan(0);
  await listen(port);
  await drained;
  expect(sender.spans.sent).toBe(1);
}, 40_000);

test('a key that is refused ends it', async () => {
  statuses = [401];
  spanEnding(-1);
  await expect(sender.drained(signal)).rejects.toBeInstanceOf(Refused);
  await expect(sender.room(signal)).rejects.toBeInstanceOf(Refused);
});

test('a stop ends the waiting, and what is due still goes', async () => {
  const stop = new AbortController();
  for (let n = 0; n < 5; n++) spanEnding(-1);
  stop.abort();
  await sender.drained(stop.signal);
  await sender.close();
  expect(sender.spans.sent).toBe(5);
});
