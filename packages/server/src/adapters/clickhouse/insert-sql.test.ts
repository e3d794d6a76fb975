import { expect, test } from 'vitest';
import type { Block } from '../../ports/warehouse.ts';
import { insertSql } from './insert-sql.ts';

const block: Block = {
  table: 'spans',
  columns: [
    ['index', 'UInt16'],
    ['at', "DateTime64(9, 'UTC')"],
  ],
  constants: { ingested_at: 'now64(6)' },
  token: 'seg_1:spans',
  source: { path: '/unused' },
};

test('the engine reads the file itself, or the same bytes follow', () => {
  expect(insertSql(block, { file: "/data/it's" })).toBe(
    "INSERT INTO `spans` (`index`, `at`, `ingested_at`) SELECT `index`, `at`, now64(6) FROM file('/data/it\\'s', 'RowBinary', '`index` UInt16, `at` DateTime64(9, \\'UTC\\')')",
  );
  expect(insertSql(block, 'body')).toBe(
    "INSERT INTO `spans` (`index`, `at`, `ingested_at`) SELECT `index`, `at`, now64(6) FROM input('`index` UInt16, `at` DateTime64(9, \\'UTC\\')') FORMAT RowBinary",
  );
});

test('names and paths cannot leave their quotes', () => {
  const hostile: Block = { ...block, table: 't` (x) SELECT 1 --', columns: [['a`b', 'String']], constants: {} };
  expect(insertSql(hostile, { file: "/x', 'CSV') --\\" })).toBe(
    "INSERT INTO `t\\` (x) SELECT 1 --` (`a\\`b`) SELECT `a\\`b` FROM file('/x\\', \\'CSV\\') --\\\\', 'RowBinary', '`a\\\\`b` String')",
  );
});
