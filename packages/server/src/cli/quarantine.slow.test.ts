import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listQuarantine, putAside, quarantinedIds } from '../ingest/spool/quarantine.ts';
import { recoverSegments } from '../ingest/spool/recover.ts';
import { putting, spanRow } from '../ingest/spool/rows.fixture.ts';
import { Spool } from '../ingest/spool/spool.ts';
import { run } from './process.fixture.ts';
import { lineOf } from './quarantine.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'signalbox-quarantine-'));
const spoolDir = join(dataDir, 'spool');
beforeAll(async () => {
  mkdirSync(spoolDir, { recursive: true });
  for (const name of ['a', 'b']) {
    const spool = new Spool(spoolDir, { onSealed: ({ id }) => putAside(spoolDir, id), onError: () => {} });
    await spool.append(putting({ spans: [spanRow({ name })] }));
    await spool.close();
  }
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const quarantine = (...args: string[]) => run(['quarantine', ...args, '--data-dir', dataDir]);

test('is listed, copied, and put back for the next start; what is not there is said', () => {
  const [one, two] = quarantinedIds(spoolDir) as [string, string];
  expect(quarantine('list').stdout.trim().split('\n')).toEqual(listQuarantine(spoolDir).map(lineOf));
  expect(quarantine('export', join(dataDir, 'out'), one)).toMatchObject({ status: 0 });
  expect(existsSync(join(dataDir, 'out', one, 'segment.json'))).toBe(true);
  expect(quarantine('retry', 'seg_none')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('No segment seg_none lies in quarantine here.'),
  });
  const retried = quarantine('retry', '--limit', '1');
  expect([retried.stdout.trim(), retried.stderr]).toEqual([one, expect.stringContaining('1 put back')]);
  expect(quarantinedIds(spoolDir)).toEqual([two]);
  expect(recoverSegments(spoolDir).map(({ id }) => id)).toEqual([one]);
}, 60_000);

test('a line says when, how much, and whether it is whole', () => {
  const one = { id: 'seg_1', sealedAt: 0, rows: 3, bytes: 2048, whole: true };
  expect(lineOf(one)).toBe('1970-01-01T00:00:00Z  seg_1  3 rows  2 KiB');
  expect(lineOf({ ...one, whole: false })).toContain('damaged: only export');
});
