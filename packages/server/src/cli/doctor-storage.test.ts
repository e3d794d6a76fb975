import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Config } from '../spine/config/areas.ts';
import { loadConfig } from '../spine/config/load.ts';
import { canMount, smallDisk } from '../spine/disk/small-disk.fixture.ts';
import { backup, disk, quarantine } from './doctor-storage.ts';

let dir: string;
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'signalbox-storage-'))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));
const configIn = (dataDir: string, env: Record<string, string> = {}): Config =>
  loadConfig({ env: { SIGNALBOX_INGEST_SPOOL_BYTES: '1', ...env }, flags: { 'state.dataDir': dataDir } }).config;
const hour = 3_600_000;

test('the disk: what is free, how it grows, when it ends; nothing is made up', async () => {
  expect(await disk(configIn(join(dir, 'not', 'there')))).toMatchObject({
    state: 'ok',
    says: expect.stringMatching(/^[\d.]+ [GT]iB of .* free \([\d.]+ % used\); growth not known before an hour/),
  });
  const now = Date.now();
  const samples = Array.from({ length: 30 }, (_, i) => ({ at: now - (30 - i) * hour, usedBytes: i * 50 * 2 ** 30 }));
  writeFileSync(join(dir, 'disk.json'), JSON.stringify(samples));
  const { says } = await disk(configIn(dir));
  expect(says).toMatch(/grows by 1\.2 TiB a day, telemetry is refused from \d{4}-\d\d-\d\d if so/);
});

test.runIf(canMount)('a disk past the mark is noted, one below its reserve is bad', async () => {
  const small = smallDisk(20);
  try {
    const env = { SIGNALBOX_DISK_RESERVE_BYTES: '1 MiB' };
    expect((await disk(configIn(small.dir, env))).state).toBe('ok');
    small.fill(3 << 20);
    expect((await disk(configIn(small.dir, env))).state).toBe('note');
    small.fill();
    expect(await disk(configIn(small.dir, env))).toMatchObject({
      state: 'bad',
      says: expect.stringContaining('below the reserve of 1 MiB: telemetry is refused'),
    });
  } finally {
    small.remove();
  }
});

test('backups: none yet, young, late, switched off, or those of the operator', async () => {
  const at = (ms: number): string => new Date(ms).toISOString().replaceAll(':', '-');
  const now = Date.parse('2026-05-01T10:00:00.000Z');
  const config = configIn(dir);
  const never = configIn(dir, { SIGNALBOX_BACKUP_EVERY_HOURS: '0' });
  expect(await backup(config, now)).toMatchObject({ state: 'ok', says: 'nothing to back up yet' });
  mkdirSync(join(dir, 'state'));
  expect(await backup(config, now)).toMatchObject({ state: 'note', says: expect.stringContaining('a minute after') });
  expect((await backup(never, now)).says).toBe('none, and switched off');
  mkdirSync(join(dir, 'backups'));
  writeFileSync(join(dir, 'backups', `state-${at(now - 12 * 60_000)}.hourly.tar.gz`), 'x'.repeat(2048));
  writeFileSync(join(dir, 'backups', `state-${at(now - 30 * hour)}.by-hand.tar.gz`), '');
  expect(await backup(config, now)).toMatchObject({
    state: 'ok',
    says: expect.stringMatching(/^2, the newest 12 min old \(2 KiB, .*hourly\.tar\.gz\)$/),
  });
  expect(await backup(config, now + 5 * hour)).toMatchObject({
    state: 'note',
    says: expect.stringContaining('5 h old'),
  });
  expect(await backup(never, now)).toMatchObject({ state: 'note', says: expect.stringContaining('switched off') });
  const theirs = configIn(dir, { DATABASE_URL: 'postgres://x/y' });
  expect(await backup(theirs, now)).toMatchObject({ state: 'note', says: expect.stringContaining('pg_dump') });
});

test('segments in quarantine are counted and named, and what to do is said', () => {
  expect(quarantine(configIn(dir))).toMatchObject({ state: 'ok' });
  mkdirSync(join(dir, 'spool', 'quarantine'), { recursive: true });
  for (const name of ['a.ready', 'a.spans.rb', 'b.ready']) writeFileSync(join(dir, 'spool', 'quarantine', name), '');
  expect(quarantine(configIn(dir))).toMatchObject({
    state: 'bad',
    says: expect.stringMatching(/^2 segments .*: a, b; .*signalbox quarantine retry/),
  });
});
