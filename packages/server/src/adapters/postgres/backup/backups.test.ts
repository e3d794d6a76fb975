import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { steppedClock } from '../../../spine/clock.ts';
import { openTestDatabase } from '../state-database.fixture.ts';
import type { StateDatabase } from '../state-database.ts';
import { openBackups } from './backups.ts';
import { manifestName } from './make-backup.ts';

const began = Date.parse('2026-05-01T10:00:00.000Z');
const hour = 3_600_000;
let state: StateDatabase;
let dataDir: string;
let clock: ReturnType<typeof steppedClock>;
beforeAll(async () => {
  state = await openTestDatabase();
});
afterAll(() => state.close());
// A folder of a few bytes stands for the cluster: what is copied is not looked into.
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'signalbox-backups-'));
  mkdirSync(join(dataDir, 'state'));
  writeFileSync(join(dataDir, 'state', 'rows'), 'some rows');
  clock = steppedClock(began);
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const backups = (keep = 2) => openBackups({ dataDir, db: state.db, still: (body) => body(), clock, keep });
const here = (): string[] => readdirSync(join(dataDir, 'backups')).toSorted();

test('the newest of each kind stay, those made by hand all', async () => {
  const all = backups();
  for (const kind of ['hourly', 'by-hand', 'before-migration'] as const)
    for (let i = 0; i < 4; i++) {
      await all.make(kind);
      clock.advance(hour);
    }
  const kinds = (await all.list()).map((one) => one.kind);
  expect(kinds.toSorted()).toEqual([
    ...['before-migration', 'before-migration', 'by-hand', 'by-hand', 'by-hand', 'by-hand', 'hourly', 'hourly'],
  ]);
  const hours = (await all.list()).filter((one) => one.kind === 'hourly').map((one) => (one.madeAt - began) / hour);
  expect(hours).toEqual([3, 2]);
});

test('after the clock was set back the backup that was just made is there', async () => {
  const all = backups();
  await all.make('hourly');
  clock.advance(hour);
  await all.make('hourly');
  clock = steppedClock(began - 24 * hour);
  const back = openBackups({ dataDir, db: state.db, still: (body) => body(), clock, keep: 2 });
  const made = await back.make('hourly');
  expect(existsSync(made.file)).toBe(true);
  expect((await back.list()).map((one) => one.file)).toContain(made.file);
});

test('several asked for at once are made one after another, and a failure does not stop the next', async () => {
  let inside = 0;
  let most = 0;
  const all = openBackups({
    ...{ dataDir, db: state.db, clock, keep: 9 },
    still: async (body) => {
      most = Math.max(most, ++inside);
      clock.advance(1000);
      if (clock.now() === began + 2000) {
        inside--;
        throw new Error('the cluster went away');
      }
      return body().finally(() => void inside--);
    },
  });
  const made = await Promise.allSettled(['by-hand', 'by-hand', 'by-hand'].map((kind) => all.make(kind as 'by-hand')));
  expect(made.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(most).toBe(1);
  // Nothing half-made lies about.
  expect(here().filter((name) => !name.endsWith('.tar.gz'))).toEqual([]);
  expect(here()).toHaveLength(2);
});

test('what a killed process left under way is swept, other files stay', async () => {
  mkdirSync(join(dataDir, 'backups', 'state-x.hourly.tar.gz.copy', 'deep'), { recursive: true });
  writeFileSync(join(dataDir, 'backups', 'state-x.hourly.tar.gz.new'), 'half');
  writeFileSync(join(dataDir, 'backups', 'notes.txt'), 'mine');
  const { file } = await backups().make('by-hand');
  expect(here()).toEqual(['notes.txt', basename(file)]);
});

test('a copy that would fill the disk is not begun: what is needed and what is free are told', async () => {
  // Sparse: it takes no room itself.
  truncateSync(join(dataDir, 'state', 'rows'), 2 ** 43);
  const error = await backups()
    .make('by-hand')
    .catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'backup.no_room', params: { needed: 2 ** 44 } });
  expect((error as { params: { free: number } }).params.free).toBeGreaterThan(0);
  expect(here()).toEqual([]);
});

test('it begins with who made it and which schema it holds, and is its owner’s alone', async () => {
  const { file, bytes } = await backups().make('by-hand');
  const tar = gunzipSync(readFileSync(file));
  expect(readFileSync(file)).toHaveLength(bytes);
  expect(tar.toString('latin1', 0, manifestName.length)).toBe(manifestName);
  const text = tar.toString('utf8', 512);
  const manifest = JSON.parse(text.slice(0, text.indexOf('\n}\n') + 2)) as { madeAt: string; migrations: string[] };
  expect(manifest).toMatchObject({ format: 'signalbox.backup/v1', madeAt: '2026-05-01T10:00:00.000Z' });
  expect(manifest.migrations.length).toBeGreaterThan(0);
  expect(tar.includes('some rows')).toBe(true);
});
