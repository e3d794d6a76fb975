import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RowWriter } from '../../spine/rowbinary/row-writer.ts';
import { recoverSegments } from './recover.ts';
import { contentRow, putting, spanRow } from './rows.fixture.ts';
import type { SealedSegment } from './segment.ts';
import { Spool } from './spool.ts';
import { spoolTables } from './tables.ts';

let dir: string;
let sealed: SealedSegment[];
let broken: unknown[];
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'signalbox-spool-'));
  sealed = [];
  broken = [];
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const open = (limits = { maxRows: 1000, maxBytes: 1 << 20 }): Spool =>
  new Spool(dir, { onSealed: (segment) => sealed.push(segment), onError: (error) => broken.push(error) }, limits);
const spans = (...names: string[]) => names.map((name) => spanRow({ name }));
const spansNamed = (...names: string[]) => putting({ spans: spans(...names) });
const encoded = (...names: string[]): Buffer => {
  const out = new RowWriter();
  for (const name of names) spoolTables.spans.write(out, spanRow({ name }));
  return Buffer.from(out.view());
};
const spansOf = (segment: SealedSegment): Buffer =>
  readFileSync(segment.blocks.find((block) => block.table === 'spans')!.path);

test('what was appended is in the sealed block, byte for byte, with its row count', async () => {
  const spool = open();
  await spool.append(spansNamed('a', 'b'));
  await spool.append(putting({ spans: spans('c'), content: [contentRow()] }));
  await spool.close();
  expect(sealed).toHaveLength(1);
  expect(sealed[0]!.blocks.map(({ table, rows }) => ({ table, rows }))).toEqual([
    { table: 'spans', rows: 3 },
    { table: 'content', rows: 1 },
  ]);
  expect(spansOf(sealed[0]!)).toEqual(encoded('a', 'b', 'c'));
});

test('appends that come together share a commit; all are kept', async () => {
  const spool = open();
  await Promise.all(Array.from({ length: 200 }, (_, index) => spool.append(spansNamed(`s${index}`))));
  await spool.close();
  expect(sealed.reduce((sum, segment) => sum + segment.blocks[0]!.rows, 0)).toBe(200);
  expect(
    readFileSync(path.join(dir, `${sealed[0]!.id}.ready`), 'utf8')
      .trim()
      .split('\n').length,
  ).toBeLessThan(20);
});

test('a segment never grows above its limits by more than one commit', async () => {
  const spool = open({ maxRows: 5, maxBytes: 1 << 20 });
  for (let index = 0; index < 12; index++) await spool.append(spansNamed('x', 'y'));
  await spool.close();
  expect(sealed.map((segment) => segment.blocks[0]!.rows)).toEqual([4, 4, 4, 4, 4, 4]);
});

test('a process that dies leaves everything acknowledged to be recovered', async () => {
  const spool = open();
  await spool.append(spansNamed('a'));
  await spool.append(spansNamed('b'));
  // No close: the next process finds the open files.
  const [segment] = recoverSegments(dir);
  expect(spansOf(segment!)).toEqual(encoded('a', 'b'));
  expect(recoverSegments(dir, new Set([segment!.id]))).toEqual([]);
  expect(recoverSegments(dir)[0]!.blocks).toEqual(segment!.blocks);
});

test('bytes behind the last whole commit are cut off', async () => {
  const spool = open();
  await spool.append(spansNamed('a'));
  const file = readdirSync(dir).find((name) => name.endsWith('.spans.rb'))!;
  const whole = statSync(path.join(dir, file)).size;
  appendFileSync(path.join(dir, file), encoded('torn').subarray(0, 40));
  const [segment] = recoverSegments(dir);
  expect(segment!.blocks[0]).toMatchObject({ rows: 1, bytes: whole });
  expect(statSync(segment!.blocks[0]!.path).size).toBe(whole);
});

test('a commit whose bytes did not reach the disk is dropped with all that follow', async () => {
  const spool = open();
  await spool.append(spansNamed('a'));
  await spool.append(spansNamed('b'));
  await spool.append(spansNamed('c'));
  const file = path.join(
    dir,
    readdirSync(dir).find((name) => name.endsWith('.spans.rb'))!,
  );
  const bytes = readFileSync(file);
  bytes.fill(0, encoded('a').length + 10, encoded('a').length + 20);
  writeFileSync(file, bytes);
  expect(spansOf(recoverSegments(dir)[0]!)).toEqual(encoded('a'));
});

test('any cut of any file recovers to a prefix of whole commits', async () => {
  const spool = open();
  const names = ['a', 'bb', 'ccc', 'dddd'];
  for (const name of names) await spool.append(spansNamed(name));
  const files = readdirSync(dir).map((name) => ({ name, bytes: readFileSync(path.join(dir, name)) }));
  const prefixes = names.map((_, index) => encoded(...names.slice(0, index + 1)).toString('hex'));
  fc.assert(
    fc.property(fc.constantFrom(...files), fc.nat(), (file, cut) => {
      for (const { name, bytes } of files) writeFileSync(path.join(dir, name), bytes);
      truncateSync(path.join(dir, file.name), cut % (file.bytes.length + 1));
      const segments = recoverSegments(dir);
      const kept = segments.length === 0 ? '' : spansOf(segments[0]!).toString('hex');
      for (const name of readdirSync(dir)) rmSync(path.join(dir, name));
      return kept === '' || prefixes.includes(kept);
    }),
    { numRuns: 60 },
  );
});

test('a row that cannot be encoded refuses its own request and nothing else', async () => {
  const spool = open();
  const bad = putting({ spans: spans('fine'), content: [contentRow({ body: null as never })] });
  const results = await Promise.allSettled([
    spool.append(spansNamed('a')),
    spool.append(bad),
    spool.append(spansNamed('b')),
  ]);
  expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  await spool.close();
  expect(spansOf(sealed[0]!)).toEqual(encoded('a', 'b'));
});

test('a request that breaks off half-way leaves nothing behind, and one without rows waits for nothing', async () => {
  const spool = open();
  const broke = spool.append((sink) => {
    spansNamed('half')(sink);
    throw new Error('broken wire');
  });
  await expect(broke).rejects.toThrow('broken wire');
  expect(await spool.append(() => 'nothing to keep')).toBe('nothing to keep');
  expect(readdirSync(dir)).toEqual([]);
  expect(await spool.append((sink) => [spansNamed('a')(sink), 'kept'])).toEqual([undefined, 'kept']);
  await spool.close();
  expect(spansOf(sealed[0]!)).toEqual(encoded('a'));
  expect(sealed[0]!.blocks).toMatchObject([{ table: 'spans', rows: 1 }]);
});

test('a failed write is told to its senders, and the spool goes on in a new segment', async () => {
  const spool = open();
  await spool.append(spansNamed('before'));
  rmSync(dir, { recursive: true, force: true });
  spool.seal();
  await expect.poll(() => broken).toHaveLength(1);
  await expect(spool.append(spansNamed('lost'))).rejects.toThrow(/ENOENT/);
});
