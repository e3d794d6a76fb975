import { expect, test } from 'vitest';
import { planted, readTree } from './tree.ts';
import { warehouseWriteViolations } from './warehouse-tables.ts';

const found = (path: string, text: string): string[] =>
  warehouseWriteViolations(planted({ [`packages/server/src/${path}`]: text }));

test('each table of the warehouse is written by its owner', () => {
  expect(warehouseWriteViolations(readTree())).toEqual([]);
});

test.each([
  ['rooms/incidents/store.ts', 'await warehouse.command(`INSERT INTO runs SELECT 1`)'],
  ['rooms/monitoring/rebuild/a.ts', `insertBlock({ table: 'spans', columns })`],
  ['ingest/writer/a.ts', 'const sql = `insert into signalbox.metrics_1m select 1`'],
  ['http/a.ts', '`ALTER TABLE spans DELETE WHERE 1`'],
])('%s may not write so', (path, text) => {
  expect(found(path, text)).toHaveLength(1);
});

test.each([
  ['rooms/monitoring/rebuild/a.ts', '`INSERT INTO metrics_1h SELECT 1`'],
  ['ingest/writer/a.ts', `insertBlock({ table: 'spans', columns })`],
  ['rooms/incidents/views/a.ts', '`SELECT count() FROM runs FINAL`'],
  ['adapters/clickhouse/migrations/0002.ts', '`ALTER TABLE spans ADD COLUMN x UInt8`'],
  ['spine/ledger/a.ts', '`insert into ledger values (1)`'],
])('%s may write so', (path, text) => {
  expect(found(path, text)).toEqual([]);
});
