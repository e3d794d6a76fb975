import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Warehouse } from '../../../ports/warehouse.ts';
import { openClusterWarehouse } from './cluster-warehouse.fixture.ts';

const table = (window: number) =>
  `CREATE TABLE IF NOT EXISTS probe (id UInt64, version UInt64, note String) ENGINE = ReplacingMergeTree(version) ORDER BY id SETTINGS non_replicated_deduplication_window = ${window}`;
const migrations = [{ version: 1, name: '0001-probe', statements: [table(100)] }];

describe.each([1, 2] as const)('a cluster of %i shard(s)', (shards) => {
  let warehouse: Warehouse;
  beforeAll(async () => void (warehouse = await openClusterWarehouse(shards, migrations)));
  afterAll(() => warehouse.close());

  const one = async (sql: string): Promise<unknown> => (await warehouse.query(sql))[0];
  const fill = (version: number, token: string): Promise<void> =>
    warehouse.command(
      `INSERT INTO probe SELECT number, ${version}, '' FROM numbers(100)`,
      {},
      {
        settings: { insert_deduplication_token: token },
      },
    );

  test('rows lie on all shards, each on its own, and every one is read once', async () => {
    await fill(1, 'first');
    const found = await warehouse.query<{ shard: number; n: string }>(
      'SELECT _shard_num AS shard, count() AS n FROM probe GROUP BY shard ORDER BY shard',
    );
    expect(found.map(({ shard }) => shard)).toEqual(shards === 1 ? [1] : [1, 2]);
    expect(found.reduce((sum, { n }) => sum + Number(n), 0)).toBe(100);
    expect(await one('SELECT count() AS n FROM probe_local')).toEqual({ n: shards === 1 ? '100' : '0' });
  });

  test('FINAL meets all versions of a row', async () => {
    await fill(2, 'second');
    expect(await one('SELECT count() AS n, sum(version) AS v FROM probe FINAL')).toEqual({ n: '100', v: '200' });
    expect(await one('SELECT count() AS n FROM probe')).toEqual({ n: '200' });
  });

  test('IN asks all shards', async () => {
    // Neighbours of a row lie elsewhere: asked of one shard alone, half of them would be missed.
    expect(await one('SELECT uniqExact(id) AS n FROM probe WHERE id IN (SELECT id + 1 FROM probe)')).toEqual({
      n: '99',
    });
  });

  test('INSERT … SELECT reads all shards and sums over them', async () => {
    await warehouse.command(
      'INSERT INTO probe SELECT id % 2 + 1000, max(version), toString(count()) FROM probe FINAL WHERE id < 100 GROUP BY id % 2 + 1000',
    );
    expect(await warehouse.query('SELECT id, note FROM probe FINAL WHERE id >= 1000 ORDER BY id')).toEqual([
      { id: '1000', note: '50' },
      { id: '1001', note: '50' },
    ]);
  });

  test('mutations, deletes and TRUNCATE reach the rows', async () => {
    await warehouse.command("ALTER TABLE probe UPDATE note = 'x' WHERE id = 7 SETTINGS mutations_sync = 1");
    expect(await one("SELECT count() AS n FROM probe FINAL WHERE note = 'x'")).toEqual({ n: '1' });
    await warehouse.command('ALTER TABLE probe DELETE WHERE id = 7 SETTINGS mutations_sync = 1');
    await warehouse.command('DELETE FROM probe WHERE id = 8');
    expect(await one('SELECT count() AS n FROM probe FINAL WHERE id < 100')).toEqual({ n: '98' });
    await warehouse.command(
      'ALTER TABLE probe ADD COLUMN IF NOT EXISTS late UInt8 DEFAULT 3, ADD INDEX IF NOT EXISTS ix_late late TYPE minmax',
    );
    expect(await one('SELECT sum(late) AS n FROM probe FINAL WHERE id < 100')).toEqual({ n: String(98 * 3) });
    await warehouse.command('ALTER TABLE probe DROP INDEX IF EXISTS ix_late');
    await warehouse.command('ALTER TABLE probe DROP COLUMN IF EXISTS late');
    await expect(warehouse.query('SELECT late FROM probe')).rejects.toMatchObject({ code: 'warehouse.failed' });
    await warehouse.command('OPTIMIZE TABLE probe FINAL');
    await warehouse.command('TRUNCATE TABLE probe');
    expect(await one('SELECT count() AS n FROM probe')).toEqual({ n: '0' });
  });

  test.runIf(shards === 1)('a token used again changes nothing, through the Distributed table too', async () => {
    await fill(1, 'third');
    await fill(1, 'third');
    expect(await one('SELECT count() AS n FROM probe')).toEqual({ n: '100' });
    await warehouse.insertBlock({
      table: 'probe',
      columns: [['id', 'UInt64']],
      constants: { version: '9', note: "'block'" },
      token: 'third',
      source: { bytes: new Uint8Array(8) },
    });
    expect(await one("SELECT count() AS n FROM probe WHERE note = 'block'")).toEqual({ n: '0' });
  });
});
