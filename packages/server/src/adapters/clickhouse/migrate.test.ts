import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Warehouse } from '../../ports/warehouse.ts';
import { migrate, type Migration } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { openTestWarehouse } from './test-warehouse.fixture.ts';
import { openWarehouse } from './warehouse.ts';

const table = (name: string): string => `CREATE TABLE IF NOT EXISTS ${name} (a UInt8) ENGINE = MergeTree ORDER BY a`;
const first: Migration = { version: 1, name: '0001-first', statements: [table('m_one'), table('m_two')] };
const second: Migration = {
  version: 2,
  name: '0002-second',
  statements: ['ALTER TABLE m_one ADD COLUMN IF NOT EXISTS b UInt8'],
};

let dir: string;
let warehouse: Warehouse;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'signalbox-migrate-'));
  warehouse = await openWarehouse({ dataDir: dir });
});
beforeEach(async () => {
  for (const name of ['schema_migrations', 'm_one', 'm_two'])
    await warehouse.command(`DROP TABLE IF EXISTS ${name} SYNC`);
});
afterAll(async () => {
  await warehouse.close();
  await rm(dir, { recursive: true, force: true });
});

const recorded = (): Promise<unknown[]> =>
  warehouse.query('SELECT version, statement FROM schema_migrations ORDER BY version, statement');

test('runs what is missing, once', async () => {
  await migrate(warehouse, [first]);
  await migrate(warehouse, [first, second]);
  await migrate(warehouse, [first, second]);
  expect(await recorded()).toEqual([
    { version: 1, statement: 0 },
    { version: 1, statement: 1 },
    { version: 2, statement: 0 },
  ]);
  expect(await warehouse.query('SELECT a, b FROM m_one')).toEqual([]);
});

test('goes on after a crash between any statement and its record', async () => {
  for (let crash = 1; crash <= 5; crash += 1) {
    let calls = 0;
    const failing: Warehouse = {
      ...warehouse,
      command(sql, params) {
        calls += 1;
        return calls > crash ? Promise.reject(new Error('crash')) : warehouse.command(sql, params);
      },
    };
    await migrate(failing, [first, second]).catch((error: Error) => expect(error.message).toBe('crash'));
    await migrate(warehouse, [first, second]);
    expect(await recorded()).toHaveLength(3);
    for (const name of ['schema_migrations', 'm_one', 'm_two']) await warehouse.command(`DROP TABLE ${name} SYNC`);
  }
});

test('an older binary is refused and told what to do', async () => {
  await migrate(warehouse, [first, second]);
  await expect(migrate(warehouse, [first])).rejects.toThrow(
    /schema 2 \(0002-second\).*up to 1.*Start the newer Signalbox/s,
  );
});

test('a migration that was changed after it ran is refused', async () => {
  await migrate(warehouse, [first]);
  const changed = { ...first, statements: [table('m_one'), table('m_three')] };
  await expect(migrate(warehouse, [changed])).rejects.toThrow(
    /Statement 2 of warehouse migration 0001-first was changed/,
  );
});

test('a statement that cannot run twice is refused before anything runs', async () => {
  const once = {
    version: 1,
    name: '0001-once',
    statements: [table('m_one'), 'CREATE TABLE m_two (a UInt8) ENGINE = Memory'],
  };
  await expect(migrate(warehouse, [once])).rejects.toThrow(/cannot run twice/);
  expect(await warehouse.query('EXISTS TABLE m_one')).toEqual([{ result: 0 }]);
});

test("Signalbox's own migrations are in order, run, and sum or count nothing on insert", async () => {
  expect(migrations.map((m) => m.version)).toEqual(migrations.map((_, i) => i + 1));
  for (const m of migrations) expect(m.name).toMatch(new RegExp(`^${String(m.version).padStart(4, '0')}-[a-z-]+$`));
  const fresh = await openTestWarehouse();
  const views = await fresh.query(
    "SELECT name FROM system.tables WHERE database = currentDatabase() AND engine LIKE '%View%'",
  );
  expect(views).toEqual([]);
  await fresh.close();
});
