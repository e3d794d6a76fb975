import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openTestWarehouse } from '../../adapters/clickhouse/test-warehouse.fixture.ts';
import type { Warehouse } from '../../ports/warehouse.ts';
import { systemClock } from '../../spine/clock.ts';
import { AppError } from '../../spine/errors.ts';
import * as as from '../../spine/rowbinary/codecs.ts';
import { RowWriter } from '../../spine/rowbinary/row-writer.ts';
import type { SpanRow } from '../rows.ts';
import { putBack, quarantinedIds } from '../spool/quarantine.ts';
import { recoverSegments } from '../spool/recover.ts';
import { contentRow, putting, spanRow } from '../spool/rows.fixture.ts';
import type { SealedSegment } from '../spool/segment.ts';
import { Spool } from '../spool/spool.ts';
import { type InsertedBlock, SegmentWriter } from './writer.ts';

let warehouse: Warehouse;
let dir: string;
let errors: unknown[];
let told: InsertedBlock[];
beforeAll(async () => {
  warehouse = await openTestWarehouse();
});
afterAll(() => warehouse.close());
beforeEach(async () => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'signalbox-writer-'));
  errors = [];
  told = [];
  for (const table of ['spans', 'content']) await warehouse.command(`TRUNCATE TABLE ${table}`);
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const writerTo = (to: Warehouse): SegmentWriter =>
  new SegmentWriter({
    warehouse: to,
    clock: systemClock,
    onError: (error) => errors.push(error),
    onInserted: (block) => told.push(block),
    onGone: () => {},
  });

async function segmentOf(...names: string[]): Promise<SealedSegment> {
  const sealed: SealedSegment[] = [];
  const spool = new Spool(dir, { onSealed: (segment) => sealed.push(segment), onError: (error) => errors.push(error) });
  const spans = names.map((name, index) => spanRow({ name, span_id: `${name}${index}`.padEnd(16, '0').slice(0, 16) }));
  await spool.append(putting({ spans, content: [contentRow({ body: names.join() })] }));
  await spool.close();
  return sealed[0]!;
}

const names = async (): Promise<string[]> =>
  (await warehouse.query<{ name: string }>('SELECT name FROM spans ORDER BY name')).map((row) => row.name);
const settled = (writer: SegmentWriter): Promise<void> =>
  expect.poll(() => writer.status().spoolSegments, { timeout: 15_000 }).toBe(0);

test('a segment goes in whole, then leaves the disk', async () => {
  const writer = writerTo(warehouse);
  writer.add(await segmentOf('a', 'b'));
  await settled(writer);
  expect(await names()).toEqual(['a', 'b']);
  expect(await warehouse.query('SELECT body FROM content')).toEqual([{ body: 'a,b' }]);
  expect(readdirSync(dir)).toEqual([]);
  expect(writer.status().insertedSpans).toBe(2);
  expect(told.map(({ rows }) => rows)).toEqual([2]);
  await writer.stop();
});

test('a segment of a version that knew fewer columns goes in by its own, and is left to be read back', async () => {
  const segment = await segmentOf('x');
  const narrow = as.tableCodec<Pick<SpanRow, 'workspace_id' | 'trace_id' | 'span_id' | 'name' | 'bucket'>>('spans', {
    workspace_id: as.keyword,
    trace_id: as.text,
    span_id: as.text,
    name: as.text,
    bucket: as.seconds,
  });
  const out = new RowWriter();
  narrow.write(out, spanRow({ name: 'old' }));
  const block = segment.blocks.find(({ table }) => table === 'spans')!;
  writeFileSync(block.path, out.view());
  const commits = path.join(dir, `${segment.id}.ready`);
  const line = { spans: { end: out.length, rows: 1, crc: crc32(out.view()), columns: narrow.columns } };
  const json = JSON.stringify(line);
  writeFileSync(commits, `${crc32(json).toString(16).padStart(8, '0')} ${json}\n`);
  const writer = writerTo(warehouse);
  for (const found of recoverSegments(dir)) writer.add(found);
  await settled(writer);
  expect(await warehouse.query('SELECT name, bucket > 0 AS placed, agent FROM spans')).toEqual([
    { name: 'old', placed: 1, agent: '' },
  ]);
  expect([errors, told]).toEqual([[], []]);
  await writer.stop();
});

test('moments of inserts never repeat or go back, over writers and whatever the clock says', async () => {
  const first = writerTo(warehouse);
  for (const name of ['a', 'b', 'c']) first.add(await segmentOf(name));
  await settled(first);
  const late = new SegmentWriter({
    warehouse,
    clock: { now: () => 1000, monotonic: () => 0 },
    onError: (error) => errors.push(error),
    onInserted: (block) => told.push(block),
    onGone: () => {},
  });
  late.add(await segmentOf('d'));
  await settled(late);
  const moments = told.map(({ insertedAt }) => insertedAt);
  expect(moments).toEqual([...new Set(moments)].toSorted((x, y) => x - y));
  const rows = await warehouse.query<{ at: string }>(
    'SELECT toUnixTimestamp64Micro(ingested_at) AS at FROM spans ORDER BY name',
  );
  expect(rows.map(({ at }) => Number(at))).toEqual(moments);
});

test('a segment inserted and not yet deleted, as after a crash, changes nothing the second time', async () => {
  const segment = await segmentOf('a', 'b');
  const copy = mkdtempSync(path.join(os.tmpdir(), 'signalbox-writer-'));
  cpSync(dir, copy, { recursive: true });
  const writer = writerTo(warehouse);
  writer.add(segment);
  await settled(writer);
  cpSync(copy, dir, { recursive: true });
  const again = writerTo(warehouse);
  for (const found of recoverSegments(dir)) again.add(found);
  await settled(again);
  expect(await names()).toEqual(['a', 'b']);
  rmSync(copy, { recursive: true });
});

test('a segment refused five times goes to quarantine and holds up nothing', async () => {
  const bad = await segmentOf('bad');
  truncateSync(bad.blocks[0]!.path, bad.blocks[0]!.bytes - 3);
  const good = await segmentOf('good');
  const writer = writerTo(warehouse);
  writer.add(bad);
  writer.add(good);
  await settled(writer);
  expect(await names()).toEqual(['good']);
  expect(errors).toHaveLength(5);
  expect(writer.status().quarantined).toBe(1);
  expect(readdirSync(path.join(dir, 'quarantine')).filter((name) => name.startsWith(bad.id))).toHaveLength(
    bad.blocks.length + 1,
  );
  expect(recoverSegments(dir)).toEqual([]);
}, 30_000);

test('one of quarantine is tried again, counts nothing twice, and goes back where it is refused again', async () => {
  const segment = await segmentOf('a', 'b');
  let fails = 5;
  const refusing: Warehouse = {
    ...warehouse,
    async insertBlock(block) {
      if (block.table === 'spans' && fails-- > 0) throw new Error('refused');
      return warehouse.insertBlock(block);
    },
    query: (...asked) => warehouse.query(...asked),
  };
  const writer = writerTo(refusing);
  writer.add(segment);
  await settled(writer);
  expect(writer.status()).toMatchObject({ quarantined: 1, insertedSpans: 0 });
  fails = 5;
  for (const one of putBack(dir, null, 10)) writer.addAgain(one);
  await settled(writer);
  expect(writer.status().quarantined).toBe(1);
  expect(quarantinedIds(dir)).toEqual([segment.id]);
  for (const one of putBack(dir, null, 10)) writer.addAgain(one);
  await settled(writer);
  expect(writer.status()).toMatchObject({ quarantined: 0, insertedSpans: 2 });
  expect(await names()).toEqual(['a', 'b']);
  // Its content went in with the first try.
  expect(await warehouse.query('SELECT body FROM content')).toEqual([{ body: 'a,b' }]);
  await writer.stop();
}, 30_000);

test('a store that is away is waited for, however often, and is no refusal', async () => {
  let away = 8;
  const flaky: Warehouse = {
    ...warehouse,
    insertBlock(block) {
      if (away-- > 0) throw new AppError('warehouse.unavailable', { params: { seconds: 1 } });
      return warehouse.insertBlock(block);
    },
  };
  const writer = writerTo(flaky);
  writer.add(await segmentOf('a'));
  await settled(writer);
  expect(await names()).toEqual(['a']);
  expect(errors).toEqual([]);
  expect(writer.status().quarantined).toBe(0);
}, 30_000);

test('stopping leaves what is not in on the disk', async () => {
  const never: Warehouse = {
    ...warehouse,
    insertBlock: () => Promise.reject(new AppError('warehouse.unavailable', { params: { seconds: 1 } })),
  };
  const segment = await segmentOf('a');
  const writer = writerTo(never);
  writer.add(segment);
  expect(writer.status()).toMatchObject({
    spoolSegments: 1,
    spoolBytes: segment.blocks.reduce((sum, block) => sum + block.bytes, 0),
  });
  await writer.stop();
  expect(existsSync(segment.blocks[0]!.path)).toBe(true);
  expect(recoverSegments(dir).map(({ id }) => id)).toEqual([segment.id]);
});
