import { expect, test } from 'vitest';
import { ownershipViolations, rollupViolations, storeViolations, viewViolations } from './storage.ts';
import { planted, readTree } from './tree.ts';

const src = 'packages/server/src';
const tree = readTree();

test('every table is written by one area', () => expect(ownershipViolations(tree)).toEqual([]));
test('views never write', () => expect(viewViolations(tree)).toEqual([]));
test('verbs that write through their store record it', () => expect(storeViolations(tree)).toEqual([]));
test('no view and no engine adds spans up', () => expect(rollupViolations(tree)).toEqual([]));

const tables = {
  [`${src}/rooms/policy/tables.ts`]: 'export type PolicyTables = {\n  rules: { id: string };\n};\n',
  [`${src}/spine/tables.ts`]:
    'export type SpineTables = {\n  teams: { id: string };\n  ledger: {\n    seq: number;\n  };\n};\n',
};
const writing = (path: string, table: string): string[] =>
  ownershipViolations(
    planted({ ...tables, [`${src}/${path}`]: `await tx\n  .insertInto('${table}').values({}).execute();` }),
  );

test('a table of another room is refused', () => {
  expect(writing('rooms/incidents/store.ts', 'rules')).toEqual([
    `${src}/rooms/incidents/store.ts writes rules, which is written by rooms/policy`,
  ]);
  expect(writing('http/a.ts', 'ledger')).toHaveLength(1);
  expect(writing('rooms/policy/store.ts', 'teams')).toHaveLength(1);
});

test('own tables, and tables of the spine that the area keeps, are fine', () => {
  expect(writing('rooms/policy/store.ts', 'rules')).toEqual([]);
  expect(writing('spine/ledger/write.ts', 'ledger')).toEqual([]);
  expect(writing('access/verbs/create-team.ts', 'teams')).toEqual([]);
});

test.each([
  [`db.deleteFrom('rules')`],
  ['change(ctx, async (unit) => 1)'],
  ['sql`INSERT INTO rules`'],
  ['warehouse.command("x")'],
])('a view with %s is refused', (text) => {
  expect(viewViolations(planted({ [`${src}/rooms/policy/views/list.ts`]: text }))).toHaveLength(1);
  expect(viewViolations(planted({ [`${src}/rooms/policy/views/list.ts`]: `db.selectFrom('rules')` }))).toEqual([]);
});

test('a verb that writes through its store without an event is refused', () => {
  const store = `export async function addRule(tx) {\n  await tx.insertInto('rules').execute();\n}\nexport const touch = (tx) => tx.updateTable('ops_seen').execute();\n`;
  const found = (verb: string): string[] =>
    storeViolations(planted({ [`${src}/rooms/policy/store.ts`]: store, [`${src}/rooms/policy/verbs/add.ts`]: verb }));
  expect(found('await addRule(tx);')).toHaveLength(1);
  expect(found('await change(ctx, async (unit) => addRule(unit.tx));')).toEqual([]);
  expect(found('await touch(tx);')).toEqual([]);
});

test('a view that sums spans is refused, and so is an engine that adds', () => {
  const migration = `${src}/adapters/clickhouse/migrations/0002-fast.ts`;
  const found = (text: string): string[] => rollupViolations(planted({ [migration]: text }));
  expect(found('`CREATE MATERIALIZED VIEW m TO metrics AS SELECT count() AS n FROM spans GROUP BY kind`')).toHaveLength(
    1,
  );
  expect(found('`create materialized view m to metrics as select sumMap(hist) from spans`')).toHaveLength(1);
  expect(found('`CREATE TABLE m (n UInt64) ENGINE = SummingMergeTree ORDER BY n`')).toHaveLength(1);
  expect(found('`CREATE MATERIALIZED VIEW m TO failed AS SELECT trace_id FROM spans WHERE failed`')).toEqual([]);
  expect(found('`CREATE TABLE m (n UInt64) ENGINE = ReplacingMergeTree(n) ORDER BY n`')).toEqual([]);
});
