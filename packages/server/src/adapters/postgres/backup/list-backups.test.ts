import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listBackups } from './backups.ts';

let dataDir: string;
const put = (name: string, text = 'x'): void => writeFileSync(join(dataDir, 'backups', name), text);
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'signalbox-listed-'));
  mkdirSync(join(dataDir, 'backups'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

describe('the list that restore and doctor go by', () => {
  test('tells kind, moment and size of each, the newest first', async () => {
    put('state-2026-05-01T10-00-00.000Z.hourly.tar.gz', 'four');
    put('state-2026-05-01T10-00-00.001Z.before-migration.tar.gz');
    put('state-2025-12-31T23-59-59.999Z.by-hand.tar.gz');
    const all = await listBackups(dataDir);
    expect(all.map(({ kind, madeAt, bytes }) => [kind, new Date(madeAt).toISOString(), bytes])).toEqual([
      ['before-migration', '2026-05-01T10:00:00.001Z', 1],
      ['hourly', '2026-05-01T10:00:00.000Z', 4],
      ['by-hand', '2025-12-31T23:59:59.999Z', 1],
    ]);
    expect(basename(all[1]!.file)).toBe('state-2026-05-01T10-00-00.000Z.hourly.tar.gz');
  });

  test.each([
    'state-2026-05-01T10-00-00.000Z.hourly.tar.gz.new',
    'state-2026-05-01T10-00-00.000Z.hourly.tar.gz.copy',
    'state-2026-05-01T10-00-00.000Z.weekly.tar.gz',
    'state-2026-05-01T10:00:00.000Z.hourly.tar.gz',
    'copy of state-2026-05-01T10-00-00.000Z.hourly.tar.gz',
    'notes.txt',
  ])('does not offer %s', async (name) => {
    put(name);
    expect(await listBackups(dataDir)).toEqual([]);
  });

  test('is empty where no backup was ever made, and where a file has the folder’s name', async () => {
    rmSync(join(dataDir, 'backups'), { recursive: true });
    expect(await listBackups(dataDir)).toEqual([]);
    writeFileSync(join(dataDir, 'backups'), '');
    expect(await listBackups(dataDir)).toEqual([]);
    expect(await listBackups(join(dataDir, 'nowhere'))).toEqual([]);
  });

  test('says so when it cannot be read, instead of that there is none', async () => {
    put('state-2026-05-01T10-00-00.000Z.hourly.tar.gz');
    symlinkSync('loop', join(dataDir, 'loop'));
    rmSync(join(dataDir, 'backups'), { recursive: true });
    symlinkSync(join(dataDir, 'loop'), join(dataDir, 'backups'));
    await expect(listBackups(dataDir)).rejects.toMatchObject({ code: 'ELOOP' });
  });
});
