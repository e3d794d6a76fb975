import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openTestWarehouse } from '../../adapters/clickhouse/test-warehouse.fixture.ts';
import type { Warehouse } from '../../ports/warehouse.ts';
import { systemClock } from '../../spine/clock.ts';
import type { IngestRequest } from '../index.ts';
import { IngestThread, type IngestOptions } from './ingest-thread.ts';

let warehouse: Warehouse;
let dataDir: string;
let open: IngestThread[];
beforeAll(async () => {
  warehouse = await openTestWarehouse();
});
afterAll(() => warehouse.close());
beforeEach(async () => {
  dataDir = mkdtempSync(path.join(os.tmpdir(), 'signalbox-ingest-'));
  open = [];
  await warehouse.command('TRUNCATE TABLE spans');
});
afterEach(async () => {
  for (const ingest of open) await ingest.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(changes: Partial<IngestOptions> = {}): Promise<IngestThread> {
  const ingest = new IngestThread({
    dataDir,
    warehouse,
    clock: systemClock,
    queueBytes: 1 << 20,
    spoolBytes: 1 << 30,
    maxInflatedBytes: 1 << 20,
    retentionDays: 90,
    onError: () => {},
    onInserted: () => {},
    ...changes,
  });
  open.push(ingest);
  await ingest.ready();
  return ingest;
}

let lastSpan = 0;
function request(spans = 1, changes: Partial<IngestRequest> = {}): IngestRequest {
  const list = Array.from({ length: spans }, () => ({
    traceId: 'ab'.repeat(16),
    spanId: (++lastSpan).toString(16).padStart(16, '0'),
    name: 's',
    startTimeUnixNano: `${Date.now()}000000`,
    endTimeUnixNano: `${Date.now() + 5}000000`,
  }));
  return {
    signal: 'traces',
    contentType: 'json',
    encoding: 'gzip',
    body: Uint8Array.from(gzipSync(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: list }] }] }))),
    sender: {
      workspaceId: 'w',
      teamId: 't',
      keyId: 'k',
      agent: null,
      environment: null,
      contentKey: new Uint8Array(32),
      contentMode: 'keep',
    },
    ...changes,
  };
}

const stored = async (): Promise<number> =>
  Number((await warehouse.query<{ n: string }>('SELECT count() AS n FROM spans'))[0]!.n);

test('what is accepted is in the warehouse within a second or so', async () => {
  const ingest = await start();
  await Promise.all(Array.from({ length: 20 }, () => ingest.accept(request(10))));
  await expect.poll(stored, { timeout: 10_000 }).toBe(200);
  expect(ingest.status()).toMatchObject({ acceptedSpans: 200, insertedSpans: 200, quarantined: 0 });
});

test('closing seals what is open; the next start brings it in', async () => {
  const ingest = await start();
  await ingest.accept(request(3));
  await ingest.close();
  open.pop();
  await start();
  await expect.poll(stored, { timeout: 10_000 }).toBe(3);
});

test('segments of a process that died are found by the next', async () => {
  const down: Warehouse = {
    ...warehouse,
    insertBlock: () => new Promise(() => {}),
    query: () => new Promise(() => {}),
  };
  const dead = await start({ warehouse: down });
  await dead.accept(request(4));
  // Not closed: its files are as a kill would leave them.
  open.pop();
  await start();
  await expect.poll(stored, { timeout: 10_000 }).toBe(4);
});

test('a refusal of the thread is the same error here', async () => {
  const ingest = await start();
  await expect(ingest.accept(request(1, { body: Uint8Array.from(Buffer.from('nonsense')) }))).rejects.toMatchObject({
    code: 'ingest.malformed',
    status: 400,
  });
  const bomb = Uint8Array.from(gzipSync(Buffer.alloc(8 << 20)));
  await expect(ingest.accept(request(1, { body: bomb }))).rejects.toMatchObject({
    code: 'ingest.inflated_too_large',
    status: 413,
    params: { limit: 1 << 20 },
  });
  await ingest.accept(request(1));
});

test('more under way than the queue takes is answered 429, and later requests pass', async () => {
  const ingest = await start({ queueBytes: 400 });
  const answers = await Promise.allSettled(Array.from({ length: 30 }, async () => ingest.accept(request(1))));
  const refused = answers.filter((answer) => answer.status === 'rejected');
  expect(refused.length).toBeGreaterThan(0);
  expect(
    refused.every((answer) => answer.reason.code === 'ingest.overloaded' && answer.reason.retryAfterSeconds === 1),
  ).toBe(true);
  await ingest.accept(request(1));
  await expect.poll(stored, { timeout: 10_000 }).toBe(30 - refused.length + 1);
});

test('a spool over its quota is answered 503 until the warehouse takes it', async () => {
  let away = true;
  const gate: Warehouse = {
    ...warehouse,
    insertBlock: async (block) => {
      while (away) await new Promise((next) => setTimeout(next, 50));
      return warehouse.insertBlock(block);
    },
  };
  const ingest = await start({ warehouse: gate, spoolBytes: 100 });
  await ingest.accept(request(5));
  await expect.poll(() => ingest.status().spoolBytes, { timeout: 5_000 }).toBeGreaterThan(100);
  await expect(async () => ingest.accept(request(1))).rejects.toMatchObject({ code: 'ingest.disk_full', status: 503 });
  away = false;
  await expect.poll(() => ingest.status().spoolBytes, { timeout: 10_000 }).toBe(0);
  await ingest.accept(request(1));
});

test('a disk that takes nothing refuses, keeps no half, and goes on when it is back', async () => {
  const ingest = await start();
  const spool = path.join(dataDir, 'spool');
  rmSync(spool, { recursive: true });
  await expect(ingest.accept(request(2))).rejects.toThrow();
  mkdirSync(spool);
  await ingest.accept(request(3));
  await expect.poll(stored, { timeout: 10_000 }).toBe(3);
  await expect.poll(() => readdirSync(spool), { timeout: 5_000 }).toEqual([]);
});
