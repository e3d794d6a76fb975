import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FleetOptions, type Report, runFleet } from './run-fleet.ts';
import { Refused } from './telemetry/outbox.ts';

/** A server that takes what comes; what it makes of it is tested with the real one (test/live). */
let server: Server;
let options: FleetOptions;
let answer: number;
let received: number;
let told: Report[];
beforeEach(async () => {
  [answer, received, told] = [200, 0, []];
  server = createServer((request, response) => {
    request.resume().on('end', () => {
      received++;
      response.writeHead(answer, answer === 429 ? { 'retry-after': '1' } : {}).end();
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const now = Date.now();
  const otlpUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  options = { otlpUrl, key: 'sbx_test', seed: 'run', anchor: now, now, days: 0.1, rate: 1, live: false };
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const run = (changes: Partial<FleetOptions> = {}, signal = new AbortController().signal) =>
  runFleet({ ...options, ...changes }, { signal, tell: (report) => void told.push(report) });

test('sends the past, says what it was, and ends', async () => {
  const tally = await run();
  const [report] = told;
  expect(told).toHaveLength(1);
  expect(report).toMatchObject({ say: 'backfilled', all: tally.all });
  expect(tally.all.runs).toBeGreaterThan(10);
  // Runs that began just now are not over yet.
  expect((report as { spans: number }).spans).toBeLessThanOrEqual(tally.all.spans);
  expect((report as { spans: number }).spans).toBeGreaterThan(tally.all.spans * 0.9);
  expect(received).toBeGreaterThan(0);
});

test('the same fleet counts the same', async () => {
  expect((await run()).all).toEqual((await run()).all);
  expect((await run({ seed: 'other' })).all).not.toEqual((await run()).all);
});

test.each([0.005, 0.1])('%d days wait for a server that is busy, and end at once when told to', async (days) => {
  answer = 429;
  const stop = new AbortController();
  // So little that all of it waits to be sent, and so much that more is made than waits.
  const running = run({ days }, stop.signal);
  await expect.poll(() => received).toBeGreaterThan(0);
  await new Promise((next) => setTimeout(next, 300));
  expect(told).toEqual([]);
  stop.abort();
  const stopped = performance.now();
  await running;
  expect(performance.now() - stopped).toBeLessThan(6_000);
  expect(told).toEqual([]);
});

test('goes on live until the end', async () => {
  const stop = new AbortController();
  const running = run({ live: true, days: 0.01, rate: 60 }, stop.signal);
  await expect.poll(() => told.length, { timeout: 10_000 }).toBe(1);
  // It goes on counting what it told of.
  const { all } = told[0] as Report & { say: 'backfilled' };
  const { runs } = all;
  await expect.poll(() => all.runs, { timeout: 20_000 }).toBeGreaterThan(runs);
  stop.abort();
  expect((await running).all.runs).toBeGreaterThan(runs);
}, 30_000);

test('a refused key is the end of it', async () => {
  answer = 401;
  await expect(run()).rejects.toBeInstanceOf(Refused);
});
