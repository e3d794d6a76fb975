import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { accessMigrations } from '../../access/index.ts';
import { openJobs } from '../../adapters/jobs/open.ts';
import { openBackups } from '../../adapters/postgres/backup/backups.ts';
import { openTestDatabase, testPlace } from '../../adapters/postgres/state-database.fixture.ts';
import type { StateDatabase } from '../../adapters/postgres/state-database.ts';
import { openDatabase } from '../../adapters/postgres/open.ts';
import type { Backups } from '../../ports/backups.ts';
import type { Jobs } from '../../ports/jobs.ts';
import type { Warehouse } from '../../ports/warehouse.ts';
import { systemClock } from '../../spine/clock.ts';
import { loadConfig } from '../../spine/config/load.ts';
import { createLog } from '../../spine/log.ts';
import { spineMigrations } from '../../spine/migrations/index.ts';
import { migrate } from '../../spine/migrations/migrate.ts';
import { housekeepingQueues, keepHouse } from './housekeeping.ts';

const { config } = loadConfig({ env: {} });
const lines: string[] = [];
const log = createLog({ level: 'info', format: 'json' }, { write: (line: string) => void lines.push(line) });
/** A warehouse in which nothing is old: what retention removes is tested beside it. */
const asked: string[] = [];
const warehouse = { query: async (sql: string) => (asked.push(sql), []) } as unknown as Warehouse;
const rest = { log, warehouse, clock: systemClock };
/** The real queue, looked at more often than a server does. */
const impatient = (jobs: Jobs): Jobs => ({ ...jobs, work: (name, handle) => jobs.work(name, handle, 500) });

let state: StateDatabase;
let jobs: Jobs;
beforeAll(async () => {
  state = await openTestDatabase([...spineMigrations, ...accessMigrations]);
  jobs = impatient(await openJobs(state, housekeepingQueues, () => {}));
});
afterAll(async () => {
  await jobs.stop();
  await state.close();
});

test('what has expired goes, what has not stays', async () => {
  const at = (ago: string) => sql.raw(`now() - interval '${ago}'`);
  for (const [name, ago] of [
    ['old', '2 days'],
    ['young', '-1 hour'],
  ] as const) {
    await sql`insert into ops_sessions (id, token_hash, workspace_id, person_id, expires_at)
      values (${name}, ${Buffer.from(name)}, 'w', 'p', ${at(ago)})`.execute(state.db);
    await sql`insert into ops_sign_in_links (id, token_hash, workspace_id, person_id, expires_at)
      values (${name}, ${Buffer.from(name)}, 'w', 'p', ${at(ago)})`.execute(state.db);
    await sql`insert into ops_throttle values (${name}, 1, ${at(ago)}, null)`.execute(state.db);
    await sql`insert into ops_leases values (${name}, 'me', ${at(ago)})`.execute(state.db);
    await sql`insert into ops_idempotency values ('w', 'a', ${name}, 'h', 200, '', ${at(ago)})`.execute(state.db);
  }
  await keepHouse({ jobs, database: state, backups: null, config, ...rest });
  await jobs.send('housekeeping.expired', {});
  const left = async (): Promise<unknown[]> =>
    (
      await sql<{ id: string }>`select id from ops_sessions union all select id from ops_sign_in_links
        union all select bucket from ops_throttle union all select name from ops_leases
        union all select key from ops_idempotency`.execute(state.db)
    ).rows.map((row) => row.id);
  await vi.waitFor(async () => expect(await left()).toEqual(Array.from({ length: 5 }, () => 'young')), 10_000);
  await vi.waitFor(() => expect(lines.join()).toContain('"rows":5'), 5_000);
});

test('telemetry is looked through for what is past its time', async () => {
  await jobs.send('housekeeping.retention', {});
  await vi.waitFor(() => expect(asked.join()).toMatch(/FROM content.*FROM spans.*FROM runs/s), 10_000);
});

test('each has its hours, wherever the server has no other', async () => {
  const kept = await sql<{ name: string; cron: string }>`select name, cron from jobs.schedule order by name`.execute(
    state.db,
  );
  expect(kept.rows).toEqual([
    { name: 'housekeeping.backup', cron: '7 * * * *' },
    { name: 'housekeeping.expired', cron: '37 * * * *' },
    { name: 'housekeeping.retention', cron: '22 3 * * *' },
  ]);
  const first = await sql`select 1 from jobs.job where name = 'housekeeping.backup' and state = 'created'`.execute(
    state.db,
  );
  expect(first.rows).toHaveLength(1);
});

test.runIf(process.env['TEST_DATABASE_URL'] === undefined)(
  'a backup is made when one is due, not again at once, never where none are wanted; a failure is logged',
  async () => {
    const place = await testPlace();
    const database = await openDatabase(place.where);
    await migrate(database, [...spineMigrations, ...accessMigrations]);
    const own = impatient(await openJobs(database, housekeepingQueues, () => {}));
    const real = openBackups({
      dataDir: (place.where as { dataDir: string }).dataDir,
      db: database.db,
      still: database.still!,
      clock: systemClock,
      keep: 2,
    });
    let fails = true;
    let tries = 0;
    const backups: Backups = {
      ...real,
      make: (kind) => (tries++, fails ? Promise.reject(new Error('the disk is gone')) : real.make(kind)),
    };
    const count = async (): Promise<number> => (await real.list()).length;
    const never = { ...config, backup: { ...config.backup, everyHours: 0 } };
    await keepHouse({ jobs: own, database, backups, config: never, ...rest });
    await own.send('housekeeping.backup', {});
    await new Promise((done) => setTimeout(done, 1_500));
    expect(tries).toBe(0);
    await own.stop();

    const again = impatient(await openJobs(database, housekeepingQueues, () => {}));
    await keepHouse({ jobs: again, database, backups, config, ...rest });
    await again.send('housekeeping.backup', {});
    await vi.waitFor(() => expect(lines.join()).toContain('backup failed'), 10_000);
    fails = false;
    await vi.waitFor(async () => expect(await count()).toBe(1), 15_000);
    await again.send('housekeeping.backup', {});
    await new Promise((done) => setTimeout(done, 1_500));
    expect(await count()).toBe(1);
    expect((await real.list())[0]!.kind).toBe('hourly');
    await again.stop();
    await database.close();
    await place.remove();
  },
  60_000,
);
