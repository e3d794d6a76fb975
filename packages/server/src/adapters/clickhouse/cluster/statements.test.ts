import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Warehouse } from '../../../ports/warehouse.ts';
import { migrations } from '../migrations/index.ts';
import { openWarehouse } from '../warehouse.ts';
import { declareCluster } from './cluster-warehouse.fixture.ts';
import { clustered } from './statements.ts';
import { replicated } from './topology.ts';

const topology = replicated('fleet');
/** But for rows copied from table to table: here nobody writes to Replicated ones. */
const made = migrations
  .flatMap(({ statements }) => statements.flatMap((sql) => clustered(sql, topology)))
  .filter((sql) => !sql.startsWith('INSERT '));
const operations = [
  'TRUNCATE TABLE spans',
  'TRUNCATE TABLE IF EXISTS spans',
  'OPTIMIZE TABLE runs FINAL',
  "DELETE FROM spans WHERE trace_id = 'x'",
  "ALTER TABLE content DELETE WHERE body LIKE '%, ADD COLUMN x%' SETTINGS mutations_sync = 1",
  'ALTER TABLE spans UPDATE name = concat(name, 1), user_id = 2 WHERE 1',
  'ALTER TABLE runs ADD COLUMN IF NOT EXISTS x Array(Tuple(a UInt8, b UInt8)), ADD INDEX IF NOT EXISTS ix_x x TYPE minmax, ADD COLUMN IF NOT EXISTS y UInt8',
  'ALTER TABLE runs DROP COLUMN IF EXISTS x',
  'DROP TABLE IF EXISTS runs SYNC',
].flatMap((sql) => clustered(sql, topology));

let dir: string;
let warehouse: Warehouse;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'signalbox-replicated-'));
  // A Keeper in memory is enough to make Replicated tables, though not to write to them: chDB has no address for other replicas.
  const keeper = '<zookeeper><implementation>testkeeper</implementation></zookeeper>';
  const macros = '<macros><shard>01</shard><replica>one</replica></macros>';
  declareCluster(dir, 1, `${keeper}${macros}`);
  warehouse = await openWarehouse({ dataDir: dir });
});
afterAll(async () => {
  await warehouse.close();
  await rm(dir, { recursive: true, force: true });
});

test('every statement for a cluster is on the whole cluster, and the engine can parse it', async () => {
  expect(made.length).toBeGreaterThan(30);
  for (const sql of [...made, ...operations]) {
    expect(sql).toContain(' ON CLUSTER `fleet`');
    expect(await warehouse.query(`EXPLAIN AST ${sql}`)).not.toEqual([]);
  }
});

test('the engine makes every table, Replicated and Distributed, and changes them as the migrations say', async () => {
  for (const sql of made) {
    const here = sql.replace(' ON CLUSTER `fleet`', '').replace("Distributed('fleet'", "Distributed('signalbox'");
    // Without other replicas a column cannot be added to a Replicated table: it waits for Keeper's queue, which nobody reads here.
    if (!/^ALTER TABLE \w+_local/.test(sql)) await warehouse.command(here);
  }
  const tables = await warehouse.query<{ name: string; engine: string; keeper: string }>(
    `SELECT name, engine, extract(engine_full, '^Replicated[^(]*\\(([^)]*)') AS keeper FROM system.tables WHERE database = 'signalbox' ORDER BY name`,
  );
  const rows = tables.filter(({ name }) => name.endsWith('_local'));
  expect(rows.map(({ engine }) => engine)).toEqual(rows.map(() => 'ReplicatedReplacingMergeTree'));
  expect(tables.filter(({ engine }) => engine === 'Distributed').map(({ name }) => `${name}_local`)).toEqual(
    rows.map(({ name }) => name),
  );
  expect(rows.find(({ name }) => name === 'spans_local')?.keeper).toBe(
    "'/clickhouse/tables/signalbox/spans/{shard}', '{replica}', ingested_at",
  );
});

test('the rows that replace each other lie on one shard: what shards are told by follows from the key', () => {
  const keys = made.flatMap((sql) => {
    const [, table, key] =
      /^CREATE TABLE IF NOT EXISTS (\w+) .*Distributed\('fleet', currentDatabase\(\), '\w+', (.*)\)$/s.exec(sql) ?? [];
    return table === undefined ? [] : [[table, key!] as const];
  });
  expect(Object.fromEntries(keys)).toMatchObject({
    ...Object.fromEntries(
      ['spans', 'content', 'message_refs', 'steps', 'invocations', 'runs'].map((table) => [
        table,
        'cityHash64(trace_id)',
      ]),
    ),
    logs: "if(trace_id = '', cityHash64(time), cityHash64(trace_id))",
    metrics_1m: 'cityHash64(workspace_id, bucket)',
    metrics_1d: 'cityHash64(workspace_id, bucket)',
  });
  for (const [table, key] of keys) {
    const create = made.find((sql) => sql.startsWith(`CREATE TABLE IF NOT EXISTS ${table}_local `))!;
    const order = /ORDER BY \((.*)\)$/m.exec(create)![1]!;
    for (const column of key.replace(/cityHash64|if|''/g, '').match(/\w+/g)!)
      expect(`${table}: ${table.startsWith('runs') && column === 'trace_id' ? 'trace_id' : order}`).toContain(column);
  }
});

describe('one statement becomes', () => {
  const on = (sql: string): string[] => clustered(sql, topology);

  test.each([
    ['SELECT 1', ['SELECT 1']],
    ['INSERT INTO runs SELECT * FROM runs', ['INSERT INTO runs SELECT * FROM runs']],
    ['TRUNCATE TABLE runs', ['TRUNCATE TABLE runs_local ON CLUSTER `fleet`']],
    ['DELETE FROM runs WHERE 1', ['DELETE FROM runs_local ON CLUSTER `fleet` WHERE 1']],
    [
      'ALTER TABLE a UPDATE b = 1, c = 2 WHERE 1',
      ['ALTER TABLE a_local ON CLUSTER `fleet` UPDATE b = 1, c = 2 WHERE 1'],
    ],
    [
      'ALTER TABLE a DELETE WHERE 1 SETTINGS mutations_sync = 1',
      ['ALTER TABLE a_local ON CLUSTER `fleet` DELETE WHERE 1 SETTINGS mutations_sync = 2'],
    ],
    [
      'ALTER TABLE a DROP COLUMN IF EXISTS x',
      [
        'ALTER TABLE a ON CLUSTER `fleet` DROP COLUMN IF EXISTS x',
        'ALTER TABLE a_local ON CLUSTER `fleet` DROP COLUMN IF EXISTS x',
      ],
    ],
    [
      'ALTER TABLE a ADD COLUMN IF NOT EXISTS x UInt8, ADD INDEX IF NOT EXISTS i x TYPE minmax',
      [
        'ALTER TABLE a_local ON CLUSTER `fleet` ADD COLUMN IF NOT EXISTS x UInt8, ADD INDEX IF NOT EXISTS i x TYPE minmax',
        'ALTER TABLE a ON CLUSTER `fleet` ADD COLUMN IF NOT EXISTS x UInt8',
      ],
    ],
    [
      'DROP TABLE IF EXISTS a SYNC',
      ['DROP TABLE IF EXISTS a ON CLUSTER `fleet` SYNC', 'DROP TABLE IF EXISTS a_local ON CLUSTER `fleet` SYNC'],
    ],
  ])('%s', (sql, expected) => expect(on(sql)).toEqual(expected));

  test('an error where a cluster has no form for it, or its shard cannot be told', () => {
    expect(() => on('CREATE TABLE a (x UInt8) ENGINE = Memory')).toThrow(/no form for this table: CREATE TABLE a/);
    expect(() => on('CREATE TABLE a (x UInt8) ENGINE = MergeTree ORDER BY (toDate(y), x)')).toThrow(
      /shard of a cannot be told/,
    );
  });

  test('tokens are remembered for a week, and an insert is on the disk', () => {
    const [sql] = on(
      'CREATE TABLE a (x UInt8) ENGINE = MergeTree ORDER BY x SETTINGS non_replicated_deduplication_window = 10, index_granularity = 7',
    );
    expect(sql).toMatch(
      /SETTINGS index_granularity = 7, replicated_deduplication_window = 10000, replicated_deduplication_window_seconds = 604800, fsync_after_insert = 1/,
    );
  });
});
