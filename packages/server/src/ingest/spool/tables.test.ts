import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestWarehouse } from '../../adapters/clickhouse/test-warehouse.fixture.ts';
import type { Warehouse } from '../../ports/warehouse.ts';
import { RowWriter } from '../../spine/rowbinary/row-writer.ts';
import { contentRow, spanRow } from './rows.fixture.ts';
import { spoolTableNames, spoolTables } from './tables.ts';

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await openTestWarehouse();
});
afterAll(() => warehouse.close());

describe.each(spoolTableNames)('%s', (name) => {
  const { table, columns } = spoolTables[name];
  test('has every column of the migrated table but the moment of the insert, with its type', async () => {
    const stored = await warehouse.query<{ name: string; type: string }>(`DESCRIBE TABLE ${table}`);
    const types = Object.fromEntries(stored.map((column) => [column.name, column.type]));
    expect(Object.fromEntries(columns.map(([column, type]) => [column, type]))).toEqual(
      Object.fromEntries(Object.entries(types).filter(([column]) => column !== 'ingested_at')),
    );
  });
});

test('a span comes back as it was written', async () => {
  const row = spanRow({ name: `it's "\\\n\t` });
  const out = new RowWriter();
  spoolTables.spans.write(out, row);
  await warehouse.insertBlock({
    table: 'spans',
    columns: spoolTables.spans.columns,
    constants: { ingested_at: 'fromUnixTimestamp64Micro(1795325002001000)' },
    token: 'one',
    source: { bytes: Uint8Array.from(out.view()) },
  });
  const [read] = await warehouse.query<Record<string, unknown>>(
    'SELECT *, toUnixTimestamp64Nano(start_time) AS ns, toUnixTimestamp(bucket) AS seconds FROM spans',
  );
  expect(read).toMatchObject({
    name: row.name,
    ns: String(row.start_time),
    seconds: row.bucket,
    duration_ns: '1500000001',
    input_tokens: 812,
    output_tokens: null,
    cache_read_tokens: 0,
    input_preview: row.input_preview,
    output_preview: row.output_preview,
    attributes: { 'gen_ai.request.temperature': '0.2', '"quoted"': "it's" },
    resource: { 'service.name': 'support-agent' },
    tags: ['beta', 'refunds'],
    marks: ['truncated'],
    received_at: new Date(row.received_at).toISOString().replace('T', ' ').replace('Z', ''),
  });
});

test('bytes of a reference survive, all 256 of them', async () => {
  const out = new RowWriter();
  const refs = Array.from({ length: 16 }, (_, row) => Uint8Array.from({ length: 16 }, (_, at) => row * 16 + at));
  for (const ref of refs) spoolTables.content.write(out, contentRow({ ref }));
  await warehouse.insertBlock({
    table: 'content',
    columns: spoolTables.content.columns,
    constants: { ingested_at: 'fromUnixTimestamp64Micro(1795325002001000)' },
    token: 'two',
    source: { bytes: Uint8Array.from(out.view()) },
  });
  const read = await warehouse.query<{ ref: string }>('SELECT lower(hex(ref)) AS ref FROM content ORDER BY ref');
  expect(read.map(({ ref }) => ref)).toEqual(refs.map((ref) => Buffer.from(ref).toString('hex')));
});
