import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { WarehouseHealth } from '../../ports/warehouse.ts';
import { openEmbedded } from './embedded.ts';
import { createWarehouse } from './warehouse.ts';
import { isMainThreadBusy, watchOver } from './watchdog.ts';

let dir: string;
beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), 'signalbox-watchdog-'))));
afterEach(() => rm(dir, { recursive: true, force: true }));
const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

test('a child that hangs is noticed within seconds, ended, and replaced within 5 s after that', async () => {
  const backend = await openEmbedded({ dataDir: dir });
  const warehouse = createWarehouse(backend);
  await warehouse.command('CREATE TABLE kept (a UInt8) ENGINE = MergeTree ORDER BY a');
  await warehouse.command('INSERT INTO kept SELECT 1');
  const seen: (WarehouseHealth & { at: number })[] = [];
  warehouse.onHealth((health) => seen.push({ ...health, at: performance.now() }));
  const stoppedAt = performance.now();
  process.kill(backend.pid()!, 'SIGSTOP');
  const underWay = warehouse.query('SELECT a FROM kept');
  await expect(underWay).rejects.toMatchObject({ code: 'warehouse.unavailable' });
  await expect.poll(() => warehouse.health(), { timeout: 10_000 }).toMatchObject({ state: 'up', restarts: 1 });
  const [down, , up] = seen;
  expect(down).toMatchObject({ state: 'down', detail: 'chDB did not answer for 4 s; ended (SIGKILL)' });
  expect(down!.at - stoppedAt).toBeLessThan(7_000);
  expect(up!.at - down!.at).toBeLessThan(5_000);
  expect(await warehouse.query('SELECT a FROM kept')).toEqual([{ a: 1 }]);
  expect(warehouse.health().restarts).toBe(1);
  await warehouse.close();
}, 40_000);

test('all connections at work are no hang; on a full machine: test/conformance', async () => {
  const warehouse = createWarehouse(await openEmbedded({ dataDir: dir }));
  const changes: string[] = [];
  warehouse.onHealth(({ state }) => changes.push(state));
  const long = 'SELECT sum(sipHash64(number)) FROM numbers(1000000000000)';
  const reads = Array.from({ length: 3 }, () => warehouse.query(long, {}, { timeoutMs: 6_000 }).catch(() => undefined));
  await Promise.all(reads);
  expect(changes).toEqual([]);
  await warehouse.close();
}, 40_000);

async function withServer(answer: Parameters<typeof createServer>[1], use: (url: string) => Promise<void>) {
  const server: Server = createServer(answer as never).listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  server.closeAllConnections();
  server.close();
}

test('a stall of our own is not counted against the child; slow answers are answers; it is told once', async () => {
  let silent = false;
  await withServer(
    (_request, response) => void (silent ? undefined : setTimeout(() => response.end('Ok.'), 300)),
    async (url) => {
      const told: number[] = [];
      const stop = watchOver(url, (forMs) => told.push(forMs), { everyMs: 100 });
      await sleep(150);
      const until = performance.now() + 2_000;
      while (performance.now() < until); // this very thread stands still
      await sleep(1_000);
      expect(told).toEqual([]);
      silent = true;
      await sleep(2_500);
      expect(told).toEqual([800]);
      stop();
    },
  );
}, 40_000);

test('nobody there is not a hang: the process has ended, which its supervisor sees', async () => {
  const told: number[] = [];
  const stop = watchOver('http://127.0.0.1:1', (forMs) => told.push(forMs), { everyMs: 50 });
  await sleep(1_000);
  stop();
  expect(told).toEqual([]);
});

test('one that would answer if it had a processor is waited for, but not for ever', async () => {
  await withServer(
    () => {},
    async (url) => {
      let busy = true;
      const told: number[] = [];
      const watch = { everyMs: 20, isBusy: () => busy };
      const stop = watchOver(url, (forMs) => told.push(forMs), watch);
      await sleep(600);
      expect(told).toEqual([]);
      busy = false;
      await expect.poll(() => told.length, { timeout: 2_000 }).toBe(1);
      stop();
      watchOver(url, (forMs) => told.push(forMs), { everyMs: 5, isBusy: () => true });
      await expect.poll(() => told[1], { timeout: 5_000 }).toBe(600);
    },
  );
});

test('tells a thread that works from one that waits, was stopped, or is gone', async () => {
  const works = spawn(process.execPath, ['-e', 'for (;;);']);
  const waits = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)']);
  await sleep(1_500);
  expect(isMainThreadBusy(works.pid!)).toBe(true);
  expect(isMainThreadBusy(waits.pid!)).toBe(false);
  works.kill('SIGSTOP');
  await expect.poll(() => isMainThreadBusy(works.pid!)).toBe(false);
  for (const child of [works, waits]) {
    const gone = new Promise((done) => child.once('exit', done));
    child.kill('SIGKILL');
    await gone;
    expect(isMainThreadBusy(child.pid!)).toBe(false);
  }
});
