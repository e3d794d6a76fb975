import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { steppedClock } from '../../../spine/clock.ts';
import { spineMigrations } from '../../../spine/migrations/index.ts';
import { migrate } from '../../../spine/migrations/migrate.ts';
import { openDatabase } from '../open.ts';
import { testEngine, testPlace, type TestPlace } from '../state-database.fixture.ts';
import type { StateDatabase } from '../state-database.ts';
import { listBackups, openBackups } from './backups.ts';
import { restoreBackup } from './restore.ts';

let place: TestPlace;
let dataDir: string;
let state: StateDatabase;
beforeEach(async () => {
  place = await testPlace();
  dataDir = (place.where as { dataDir: string }).dataDir;
  state = await openDatabase(place.where);
});
afterEach(async () => {
  await state.close();
  await place.remove();
});

const clock = steppedClock(Date.parse('2026-05-01T10:00:00.000Z'));
const backups = (keep = 24) => openBackups({ dataDir, db: state.db, still: state.still!, clock, keep });
const numbers = async (): Promise<number[]> =>
  (await sql<{ n: number }>`select n from numbers order by n`.execute(state.db)).rows.map((row) => row.n);
const opens = async (folder: string): Promise<void> => (await openDatabase({ dataDir: folder })).close();
async function restore(file: string, prove = opens): Promise<string | null> {
  await state.close();
  try {
    return await restoreBackup({ dataDir, file, now: clock.now(), prove });
  } finally {
    state = await openDatabase(place.where);
  }
}

describe.runIf(testEngine === 'pglite')('a backup', () => {
  test('taken while others write holds whole transactions only, all of them up to one moment, and never the root key', async () => {
    writeFileSync(join(dataDir, 'key'), 'r00t'.repeat(16));
    await migrate(state, spineMigrations);
    await sql`create table numbers (n int, half text)`.execute(state.db);
    let stop = false;
    let written = 0;
    const writing = (async () => {
      for (let n = 1; !stop; n++) {
        await state.transact(async (tx) => {
          await sql`insert into numbers values (${n}, 'first')`.execute(tx);
          await sql`insert into numbers values (${n}, 'second')`.execute(tx);
        });
        written = n;
      }
    })();
    await new Promise((done) => setTimeout(done, 200));
    const before = written;
    const made = await backups().make('by-hand');
    const after = written;
    stop = true;
    await writing;
    expect(after).toBeGreaterThan(before);
    // 53 ms on the machine this was written on; copying all of it under the hold takes four times as long.
    expect(made.heldMs).toBeLessThan(1_500);
    expect(statSync(made.file).mode & 0o777).toBe(0o600);
    expect(gunzipSync(readFileSync(made.file)).includes('r00t'.repeat(16))).toBe(false);
    expect(spawnSync('tar', ['-xzOf', made.file, 'manifest.json'], { encoding: 'utf8' }).stdout).toContain(
      'spine/0001',
    );

    const former = await restore(made.file);
    const held = await numbers();
    const last = held.at(-1)!;
    expect(last).toBeGreaterThanOrEqual(before);
    expect(last).toBeLessThanOrEqual(after);
    expect(held).toEqual(Array.from({ length: last }, (_, i) => [i + 1, i + 1]).flat());
    // The state from before the restore lies beside it, whole.
    expect(former).toBe(join(dataDir, 'state.before-2026-05-01T10-00-00.000Z'));
    expect(existsSync(join(former!, 'PG_VERSION'))).toBe(true);
    expect(readdirSync(dataDir)).not.toContain('restoring');
  }, 60_000);

  test('is kept as one of the newest of its kind; those made by hand stay', async () => {
    const keeping = backups(1);
    for (const kind of ['hourly', 'by-hand', 'before-migration', 'hourly'] as const) {
      clock.advance(1000);
      await keeping.make(kind);
    }
    // Left by a process that was killed meanwhile.
    writeFileSync(join(dataDir, 'backups', 'state-x.hourly.tar.gz.new'), '');
    clock.advance(1000);
    await Promise.all([keeping.make('by-hand'), keeping.list()]);
    const kinds = (await listBackups(dataDir)).map((one) => one.kind);
    expect(kinds).toEqual(['by-hand', 'hourly', 'before-migration', 'by-hand']);
    expect(readdirSync(join(dataDir, 'backups'))).toHaveLength(4);
  }, 60_000);

  test('that is cut off, foreign, or does not open is refused, and the state stays as it was', async () => {
    await sql`create table numbers (n int)`.execute(state.db);
    await sql`insert into numbers values (1)`.execute(state.db);
    const { file, bytes } = await backups().make('by-hand');
    const doubt = (): Promise<void> => Promise.reject(new Error('of another root key'));
    await expect(restore(file, doubt)).rejects.toThrow('of another root key');
    truncateSync(file, bytes - 2000);
    await expect(restore(file)).rejects.toMatchObject({ code: 'backup.unreadable' });
    writeFileSync(file, 'no archive');
    await expect(restore(file)).rejects.toMatchObject({ code: 'backup.unreadable' });
    const foreign = mkdtempSync(join(tmpdir(), 'signalbox-foreign-'));
    writeFileSync(join(foreign, 'key'), 'x');
    spawnSync('tar', ['-czf', file, '-C', foreign, 'key']);
    rmSync(foreign, { recursive: true });
    await expect(restore(file)).rejects.toThrow('holds "key"');
    expect(await numbers()).toEqual([1]);
    expect(readdirSync(dataDir).filter((name) => /restoring|before/.test(name))).toEqual([]);
  }, 60_000);

  test('is not restored below a running server, and a restore killed between its two renames is finished by the next start', async () => {
    await sql`create table numbers (n int)`.execute(state.db);
    const { file } = await backups().make('by-hand');
    await sql`insert into numbers values (7)`.execute(state.db);
    await expect(restoreBackup({ dataDir, file, now: 0, prove: opens })).rejects.toMatchObject({
      code: 'config.data_dir_in_use',
    });
    expect(await numbers()).toEqual([7]);
    await state.close();
    mkdirSync(join(dataDir, 'restoring'));
    spawnSync('tar', ['-xzf', file, '-C', join(dataDir, 'restoring')]);
    writeFileSync(join(dataDir, 'restoring', 'whole'), 'state.before-x');
    renameSync(join(dataDir, 'state'), join(dataDir, 'state.before-x'));
    state = await openDatabase(place.where);
    expect(await numbers()).toEqual([]);
  }, 60_000);
});
