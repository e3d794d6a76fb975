import { describe, expect, test } from 'vitest';
import { alterTable } from './alter-table.ts';
import { createTable } from './create-table.ts';
import { replicated } from './topology.ts';

const fleet = replicated('fleet');
const alter = (commands: string, table = 'runs'): string[] =>
  alterTable(`ALTER TABLE ${table} ${commands}`, table, fleet).map((sql) => sql.replaceAll(' ON CLUSTER `fleet`', ''));

describe('a change of a table', () => {
  test('of a column is made where the rows are, then where they are asked for', () => {
    expect(alter('ADD COLUMN x UInt8')).toEqual([
      'ALTER TABLE runs_local ADD COLUMN x UInt8',
      'ALTER TABLE runs ADD COLUMN x UInt8',
    ]);
  });

  test('that drops one is made the other way about: nobody asks for what is gone', () => {
    expect(alter('DROP COLUMN x')).toEqual(['ALTER TABLE runs DROP COLUMN x', 'ALTER TABLE runs_local DROP COLUMN x']);
  });

  test('of an index, a setting or rows is made where they are, and only there', () => {
    for (const command of [
      'ADD INDEX ix x TYPE minmax',
      'MATERIALIZE INDEX ix',
      'DELETE WHERE 1',
      'UPDATE a = 1 WHERE 1',
    ])
      expect(alter(command)).toEqual([`ALTER TABLE runs_local ${command}`]);
  });

  test('several at once: all at the rows, the columns above them', () => {
    expect(
      alter('ADD COLUMN x Array(Tuple(a UInt8, b UInt8)), ADD INDEX ix x TYPE minmax, ADD COLUMN y UInt8'),
    ).toEqual([
      'ALTER TABLE runs_local ADD COLUMN x Array(Tuple(a UInt8, b UInt8)), ADD INDEX ix x TYPE minmax, ADD COLUMN y UInt8',
      'ALTER TABLE runs ADD COLUMN x Array(Tuple(a UInt8, b UInt8)), ADD COLUMN y UInt8',
    ]);
  });

  test('a comma within an update, a bracket or a text parts no commands', () => {
    expect(alter('UPDATE a = concat(a, 1), b = 2 WHERE 1')).toEqual([
      'ALTER TABLE runs_local UPDATE a = concat(a, 1), b = 2 WHERE 1',
    ]);
    const text = "DELETE WHERE body LIKE '%, ADD COLUMN x%'";
    expect(alter(text)).toEqual([`ALTER TABLE runs_local ${text}`]);
  });

  test('a mutation waits for every replica, not only for the one that was asked', () => {
    expect(alter('DELETE WHERE 1 SETTINGS mutations_sync = 1')).toEqual([
      'ALTER TABLE runs_local DELETE WHERE 1 SETTINGS mutations_sync = 2',
    ]);
  });

  test('on the whole cluster, wherever it is asked', () => {
    for (const sql of alterTable('ALTER TABLE runs ADD COLUMN x UInt8', 'runs', fleet))
      expect(sql).toContain(' ON CLUSTER `fleet` ');
  });
});

const made = (columns: string, order: string, rest = ''): string[] =>
  createTable(`CREATE TABLE t (${columns}) ENGINE = ReplacingMergeTree(v) ORDER BY (${order})${rest}`, fleet);
const shardOf = (columns: string, order: string): string => /_local', (.*)\)$/.exec(made(columns, order)[1]!)![1]!;

describe('a new table', () => {
  test('is one of rows on each node, and one over them by its own name', () => {
    const [rows, over] = made('workspace_id String, trace_id String, v UInt64', 'workspace_id, trace_id');
    expect(rows).toContain('CREATE TABLE t_local ON CLUSTER `fleet`');
    expect(rows).toContain("ReplicatedReplacingMergeTree('/clickhouse/tables/{database}/t/{shard}', '{replica}', v)");
    expect(over).toContain(
      "CREATE TABLE t ON CLUSTER `fleet` AS t_local ENGINE = Distributed('fleet', currentDatabase(), 't_local',",
    );
  });

  test('keeps a trace on one shard; records of no trace go by their time; others by workspace and bucket', () => {
    expect(shardOf('workspace_id String, trace_id String', 'workspace_id, trace_id')).toBe('cityHash64(trace_id)');
    expect(shardOf('workspace_id String, trace_id String, time DateTime', 'workspace_id, trace_id')).toBe(
      "if(trace_id = '', cityHash64(time), cityHash64(trace_id))",
    );
    expect(shardOf('run_id String, trace_id String', 'run_id')).toBe('cityHash64(trace_id)');
    expect(shardOf('workspace_id String, bucket DateTime, agent String', 'workspace_id, bucket, agent')).toBe(
      'cityHash64(workspace_id, bucket)',
    );
  });

  test('is refused where its shard cannot be told: versions of a row could lie apart', () => {
    expect(() => made('run_id String', 'run_id')).toThrow('The shard of t cannot be told from its key');
    expect(() => made('a String', 'toDate(b), a')).toThrow('cannot be told');
    expect(() => createTable('CREATE TABLE t (a String) ENGINE = Memory', fleet)).toThrow('no form for this table');
    expect(() => createTable('CREATE VIEW t AS SELECT 1', fleet)).toThrow('no form for this table');
  });

  test('remembers what was inserted for a week, and has it on the disk', () => {
    const columns = 'workspace_id String, trace_id String';
    const [rows] = made(
      columns,
      'workspace_id, trace_id',
      '\nSETTINGS non_replicated_deduplication_window = 10000, ttl_only_drop_parts = 1',
    );
    expect(rows).toContain('ttl_only_drop_parts = 1, replicated_deduplication_window = 10000');
    expect(rows).toContain('replicated_deduplication_window_seconds = 604800');
    expect(rows).toContain('fsync_after_insert = 1');
    expect(rows).not.toContain('non_replicated');
  });

  test('that may be there already is not an error, in both', () => {
    const both = createTable(
      'CREATE TABLE IF NOT EXISTS t (trace_id String) ENGINE = MergeTree ORDER BY trace_id',
      fleet,
    );
    for (const sql of both) expect(sql).toMatch(/^CREATE TABLE IF NOT EXISTS t(_local)? ON CLUSTER/);
    expect(both[0]).toContain("ReplicatedMergeTree('/clickhouse/tables/{database}/t/{shard}', '{replica}')");
  });
});
