import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Block, Warehouse } from '../../ports/warehouse.ts';
import type { Backend } from './backend.ts';
import { openEmbedded } from './embedded.ts';
import { openServer } from './server.ts';
import { startSupervisor, type Supervisor } from './supervisor.ts';
import { createWarehouse } from './warehouse.ts';

const serverUrl = process.env['TEST_CLICKHOUSE_URL'];
const targets = ['child', 'child as a server', ...(serverUrl === undefined ? [] : ['server'])];
const endless = 'SELECT sum(sipHash64(number)) AS n FROM numbers(1000000000000)';

/** What every endpoint must do: the chDB child, the child reached as servers are (gzip, blocks as bodies), a real server. */
describe.each(targets)('warehouse contract: %s', (target) => {
  let dir: string;
  let backend: Backend;
  let child: Supervisor | undefined;
  let warehouse: Warehouse;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'signalbox-contract-'));
    const dataDir = join(dir, 'data');
    if (target === 'child as a server') child = await startSupervisor({ dataDir });
    const url = child?.endpoint()?.url.replace('//', `//me:${child.endpoint()?.token}@`) ?? serverUrl ?? '';
    backend = target === 'child' ? await openEmbedded({ dataDir }) : await openServer(url);
    warehouse = createWarehouse(backend);
  });
  afterAll(async () => {
    await warehouse.close();
    await child?.stop();
    await rm(dir, { recursive: true, force: true });
  });
  beforeEach(async () => {
    await warehouse.command('DROP TABLE IF EXISTS contract_t');
    await warehouse.command(
      'CREATE TABLE contract_t (id UInt64, s String, at DateTime64(6)) ENGINE = MergeTree ORDER BY id SETTINGS non_replicated_deduplication_window = 100',
    );
  });

  const one = async <T>(sql: string, params = {}): Promise<T> => (await warehouse.query<T>(sql, params))[0] as T;
  const count = async (where = '1'): Promise<number> =>
    Number((await one<{ n: string }>(`SELECT count() AS n FROM contract_t WHERE ${where}`)).n);
  const block = (rows: [number, string][], token: string): Block => ({
    table: 'contract_t',
    columns: [
      ['id', 'UInt64'],
      ['s', 'String'],
    ],
    constants: { at: 'now64(6)' },
    token,
    source: { bytes: rowBinary(rows) },
  });

  test('parameters of all kinds arrive as they were given', async () => {
    const params = {
      s: `o'n"e\\ \n\t\r\0 {x} é 🚦`,
      list: ["it's", 'a\\b', 'c\nd', '', "''"],
      map: { "k'\n": 'v\\' },
      none: null,
      big: 18446744073709551615n,
      negative: -5,
      part: 0.25,
      yes: true,
      when: new Date('2026-11-22T01:02:03.004Z'),
      ids: [1, 2, 3],
    };
    const row = await one(
      `SELECT {s:String} AS s, {list:Array(String)} AS list, {map:Map(String, String)} AS map, {none:Nullable(String)} AS none, {big:UInt64} AS big,
        {negative:Int32} AS negative, {part:Float64} AS part, {yes:Bool} AS yes, toString({when:DateTime64(3, 'UTC')}) AS when, {ids:Array(UInt32)} AS ids`,
      params,
    );
    expect(row).toEqual({ ...params, big: '18446744073709551615', when: '2026-11-22 01:02:03.004' });
    expect(await warehouse.query('SELECT 1 AS x FROM {t:Identifier}', { t: 'contract_t' })).toEqual([]);
  });

  test('any text survives as a parameter, alone and in an array', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 });
    const property = fc.asyncProperty(text, fc.array(text, { maxLength: 4 }), async (s, list) => {
      expect(await one('SELECT {s:String} AS s, {list:Array(String)} AS list', { s: `=${s}`, list })).toEqual({
        s: `=${s}`,
        list,
      });
    });
    await fc.assert(property, { numRuns: 60 });
  });

  test('parameters of statements at the same time do not mix', async () => {
    const reads = Array.from({ length: 200 }, (_, i) => one<{ v: string }>('SELECT {v:String} AS v', { v: `r${i}` }));
    const writes = Array.from({ length: 20 }, (_, i) =>
      warehouse.command('INSERT INTO contract_t (id, s) SELECT number, {v:String} FROM numbers(10)', { v: `w${i}` }),
    );
    expect((await Promise.all(reads)).map((row) => row.v)).toEqual(reads.map((_, i) => `r${i}`));
    await Promise.all(writes);
    expect(await one('SELECT uniqExact(s) AS kinds, count() AS n FROM contract_t')).toEqual({ kinds: '20', n: '200' });
  });

  test('errors say what to do: defect, too large, or try again', async () => {
    await expect(warehouse.query('SELEC 1')).rejects.toMatchObject({ code: 'warehouse.failed', cause: { code: '62' } });
    await expect(warehouse.query('SELECT 1 FROM nowhere')).rejects.toMatchObject({ cause: { type: 'UNKNOWN_TABLE' } });
    await expect(warehouse.command('DROP TABLE nowhere')).rejects.toMatchObject({
      code: 'warehouse.failed',
      cause: { code: '60' },
    });
    await expect(warehouse.query('SELECT {a:UInt8}', { a: 'x' })).rejects.toMatchObject({ code: 'warehouse.failed' });
    await expect(warehouse.query('SELECT 1', {}, { settings: { no_such_setting: 1 } })).rejects.toMatchObject({
      cause: { code: '115' },
    });
    await expect(warehouse.query('SELECT 1 AS a; SELECT 2 AS a')).rejects.toMatchObject({ cause: { code: '62' } });
  });

  test('limits on time, memory and rows end a query', async () => {
    const limited = (sql: string, options: object): Promise<unknown> => warehouse.query(sql, {}, options);
    const started = performance.now();
    await expect(limited(endless, { timeoutMs: 300 })).rejects.toMatchObject({
      code: 'warehouse.limit',
      message: /time/,
    });
    expect(performance.now() - started).toBeLessThan(8_000);
    const heavy = limited('SELECT length(groupArray(number)) FROM numbers(100000000)', {
      settings: { max_memory_usage: 50_000_000 },
    });
    await expect(heavy).rejects.toMatchObject({ code: 'warehouse.limit', message: expect.stringContaining('memory') });
    await expect(limited('SELECT number FROM numbers(1001)', { maxRows: 1000 })).rejects.toMatchObject({
      code: 'warehouse.limit',
    });
    expect(await limited('SELECT number FROM numbers(1000)', { maxRows: 1000 })).toHaveLength(1000);
  });

  test('settings end with their statement', async () => {
    const read = async (settings = {}): Promise<number> =>
      Number(
        (await warehouse.query<{ v: string }>("SELECT getSetting('max_block_size') AS v", {}, { settings }))[0]?.v,
      );
    const before = await read();
    expect(await read({ max_block_size: 123 })).toBe(123);
    expect(await Promise.all(Array.from({ length: 8 }, () => read()))).toEqual(Array.from({ length: 8 }, () => before));
  });

  test('an insert token does not leak into later inserts', async () => {
    const insert = (settings = {}): Promise<void> =>
      warehouse.command("INSERT INTO contract_t (id, s) SELECT 1, 'x'", {}, { settings });
    await insert({ insert_deduplication_token: 'left-over' });
    await insert({ insert_deduplication_token: 'left-over' });
    expect(await count()).toBe(1);
    await insert();
    await insert();
    expect(await count()).toBe(3);
  });

  test('a repeated block changes nothing; its token with other rows drops them', async () => {
    await warehouse.insertBlock(
      block(
        [
          [1, 'one'],
          [2, 'two'],
        ],
        'seg_1:t',
      ),
    );
    await warehouse.insertBlock(
      block(
        [
          [1, 'one'],
          [2, 'two'],
        ],
        'seg_1:t',
      ),
    );
    expect(await count()).toBe(2);
    await warehouse.insertBlock(block([[3, 'three']], 'seg_1:t'));
    expect(await count()).toBe(2);
    await warehouse.insertBlock(block([[3, 'three']], 'seg_2:t'));
    expect(await count("at > now() - 60 AND s = 'three'")).toBe(1);
  });

  test('RowBinary passes untouched: from bytes, from a file, and back', async () => {
    const rows: [number, string][] = Array.from({ length: 500 }, (_, i) => [i, `é'\n\\\u0000${'x'.repeat(i % 300)}`]);
    const path = join(dir, "it's a segment.bin");
    await writeFile(path, rowBinary(rows.slice(250)));
    await warehouse.insertBlock(block(rows.slice(0, 250), 'a'));
    await warehouse.insertBlock({ ...block([], 'b'), source: { path } });
    const back = await warehouse.bytes('SELECT id, s FROM contract_t ORDER BY id FORMAT RowBinary');
    expect(Buffer.from(back).equals(rowBinary(rows))).toBe(true);
  });

  test('an empty block is no rows', async () => {
    await warehouse.insertBlock(block([], 'empty'));
    const path = join(dir, 'empty.bin');
    await writeFile(path, '');
    await warehouse.insertBlock({ ...block([], 'empty file'), source: { path } });
    expect(await count()).toBe(0);
  });

  test('a torn or missing block is refused whole', async () => {
    const torn = {
      ...block([], 'torn'),
      source: {
        bytes: rowBinary([
          [1, 'one'],
          [2, 'two'],
        ]).subarray(0, -2),
      },
    };
    await expect(warehouse.insertBlock(torn)).rejects.toMatchObject({ code: 'warehouse.failed' });
    const missing = { ...block([], 'missing'), source: { path: join(dir, 'nothing.bin') } };
    await expect(warehouse.insertBlock(missing)).rejects.toMatchObject({ code: 'warehouse.failed' });
    expect(await count()).toBe(0);
  });

  test('300,000 rows stream while a tiny query passes', async () => {
    let rows = 0;
    let bytes = 0;
    let tiny: Promise<number> | undefined;
    for await (const part of warehouse.stream<{ s: string }>(
      'SELECT number, hex(sipHash128(number)) AS s FROM numbers(300000)',
    )) {
      tiny ??= one<{ n: number }>('SELECT 1 AS n').then((row) => row.n);
      rows += part.length;
      bytes += part[0]?.s.length ?? 0;
    }
    expect(rows).toBe(300_000);
    expect(bytes).toBeGreaterThan(32);
    expect(await tiny).toBe(1);
  });

  test('an error in the middle of an answer is an error', async () => {
    const sql = 'SELECT throwIf(number = 250000) AS x FROM numbers(300000)';
    let rows = 0;
    const reading = (async () => {
      for await (const part of warehouse.stream(sql, {}, { settings: { max_block_size: 1000, max_threads: 1 } }))
        rows += part.length;
    })();
    await expect(reading).rejects.toMatchObject({ name: 'AppError' });
    expect(rows).toBeGreaterThan(0);
    await expect(warehouse.query(sql, {}, { maxRows: 1_000_000 })).rejects.toMatchObject({ name: 'AppError' });
    await expect(warehouse.bytes(`${sql} FORMAT RowBinary`)).rejects.toMatchObject({ name: 'AppError' });
  });

  test('a caller that leaves frees its connection and ends its query', async () => {
    for (let round = 0; round < 3; round += 1) {
      const calls = Array.from({ length: 4 }, () =>
        warehouse.query(endless, {}, { signal: AbortSignal.timeout(200), timeoutMs: 20_000 }),
      );
      const outcomes = await Promise.allSettled(calls);
      expect(outcomes.map((o) => o.status === 'rejected' && (o.reason as Error).name)).toEqual(
        calls.map(() => 'TimeoutError'),
      );
    }
    for await (const part of warehouse.stream('SELECT number FROM numbers(100000000)')) if (part.length > 0) break;
    await expect.poll(() => running('numbers(1000000000000)'), { timeout: 5_000 }).toBe(0);
    await expect.poll(() => running('numbers(100000000)'), { timeout: 5_000 }).toBe(0);
    expect(await one('SELECT 7 AS n')).toEqual({ n: 7 });
  });

  const running = async (like: string): Promise<number> => {
    const sql =
      "SELECT count() AS n FROM system.processes WHERE position(query, {like:String}) > 0 AND query NOT LIKE '%system.processes%'";
    return Number((await one<{ n: string }>(sql, { like })).n);
  };
});

function rowBinary(rows: readonly [number, string][]): Buffer {
  const parts = rows.map(([id, s]) => {
    const text = Buffer.from(s);
    const head = Buffer.alloc(8);
    head.writeBigUInt64LE(BigInt(id));
    const length = text.length < 128 ? [text.length] : [(text.length & 127) | 128, text.length >> 7];
    return Buffer.concat([head, Buffer.from(length), text]);
  });
  return Buffer.concat(parts);
}
