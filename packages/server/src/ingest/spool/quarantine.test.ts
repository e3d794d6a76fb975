import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, truncateSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exportQuarantined, listQuarantine, putAside, putBack, quarantinedIds } from './quarantine.ts';
import { recoverSegments } from './recover.ts';
import { contentRow, putting, spanRow } from './rows.fixture.ts';
import type { SealedSegment } from './segment.ts';
import { Spool } from './spool.ts';

let dir: string;
beforeEach(() => void (dir = mkdtempSync(path.join(os.tmpdir(), 'signalbox-quarantine-'))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

async function segment(name: string): Promise<SealedSegment> {
  const sealed: SealedSegment[] = [];
  const spool = new Spool(dir, { onSealed: (one) => sealed.push(one), onError: () => {} });
  await spool.append(putting({ spans: [spanRow({ name }), spanRow({ name })], content: [contentRow({ body: name })] }));
  await spool.close();
  return sealed[0]!;
}
const inSpool = (): string[] => readdirSync(dir).filter((name) => name !== 'quarantine');

test('what is put aside is listed with its figures, seen by no start, and comes back as it was', async () => {
  const [one, two] = [await segment('one'), await segment('two')];
  expect([listQuarantine(dir), quarantinedIds(dir)]).toEqual([[], []]);
  for (const { id } of [one, two]) putAside(dir, id);
  expect([inSpool(), recoverSegments(dir)]).toEqual([[], []]);
  const bytes = one.blocks.reduce((sum, block) => sum + block.bytes, 0);
  expect(listQuarantine(dir)).toEqual([
    { id: one.id, sealedAt: expect.any(Number), rows: 3, bytes, whole: true },
    expect.objectContaining({ id: two.id }),
  ]);
  const [back, ...more] = putBack(dir, null, 1);
  expect(more).toEqual([]);
  expect(back).toEqual({ ...one, sealedAt: expect.any(Number) });
  expect(recoverSegments(dir)).toEqual([{ ...one, sealedAt: expect.any(Number) }]);
  expect(putBack(dir, [one.id, 'seg_none'], 10)).toEqual([]);
  expect(putBack(dir, [two.id], 10).map(({ id }) => id)).toEqual([two.id]);
  expect(quarantinedIds(dir)).toEqual([]);
});

test('a damaged one stays and loses nothing more', async () => {
  const bad = await segment('bad');
  putAside(dir, bad.id);
  const folder = path.join(dir, 'quarantine');
  const file = path.join(folder, path.basename(bad.blocks[0]!.path));
  truncateSync(file, bad.blocks[0]!.bytes - 3);
  const before = readdirSync(folder);
  expect(listQuarantine(dir)).toMatchObject([{ id: bad.id, whole: false }]);
  expect(putBack(dir, null, 10)).toEqual([]);
  expect(readdirSync(folder)).toEqual(before);
  expect(readFileSync(file)).toHaveLength(bad.blocks[0]!.bytes - 3);
});

test('a move that was broken off, either way, is ended by the next', async () => {
  const one = await segment('one');
  const folder = path.join(dir, 'quarantine');
  mkdirSync(folder);
  // Killed after the first rename of putAside, or before the last of putBack.
  renameSync(path.join(dir, `${one.id}.ready`), path.join(folder, `${one.id}.ready`));
  expect(recoverSegments(dir)).toEqual([]);
  expect(listQuarantine(dir)).toMatchObject([{ id: one.id, rows: 3, whole: true }]);
  expect(putBack(dir, null, 10)).toHaveLength(1);
  expect(recoverSegments(dir)).toMatchObject([{ id: one.id, blocks: one.blocks }]);
});

test('an export is a copy that says how to read it', async () => {
  const one = await segment('one');
  putAside(dir, one.id);
  const target = path.join(dir, 'out', one.id);
  exportQuarantined(dir, one.id, target);
  const told = JSON.parse(readFileSync(path.join(target, 'segment.json'), 'utf8')) as { tables: { file: string }[] };
  expect(told).toMatchObject({
    ...{ id: one.id, whole: true },
    tables: expect.arrayContaining([expect.objectContaining({ table: 'spans', rows: 2, format: 'RowBinary' })]),
  });
  for (const { file } of told.tables)
    expect(readFileSync(path.join(target, file))).toEqual(readFileSync(path.join(dir, 'quarantine', file)));
  expect(quarantinedIds(dir)).toEqual([one.id]);
});
