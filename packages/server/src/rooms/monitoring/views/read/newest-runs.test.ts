import { expect, test } from 'vitest';
import type { Warehouse } from '../../../../ports/warehouse.ts';
import type { RunRow } from '../rows/run-row.ts';
import { newestRuns } from './newest-runs.ts';

const row = (run_id: string, more: Partial<RunRow> = {}): RunRow =>
  ({ bucket_s: 60, run_id, version: '1', is_deleted: 0, ...more }) as RunRow;

/** Keys as they were found, and rows as they stand a moment later. */
async function listed(keys: readonly RunRow[], rows: readonly RunRow[], areSparse = true) {
  const asked: string[] = [];
  let windows = 0;
  const query = (sql: string): Promise<unknown[]> => {
    asked.push(sql);
    if (sql.includes('count() AS n'))
      return Promise.resolve(windows++ === 0 ? [{ low: 60, n: '4' }] : [{ low: 0, n: '0' }]);
    return Promise.resolve([...(sql.includes('FINAL') && areSparse ? keys : rows)]);
  };
  const filter = { where: '1', params: { workspace: 'w' } };
  const filters = { areSparse, cheap: filter, within: () => filter };
  const found = await newestRuns({ query } as unknown as Warehouse, filters, null, 3);
  return { found: found.map((one) => [one.run_id, one.version]), asked };
}

test('rows come in the order of their keys, with all columns asked of them alone', async () => {
  const { found, asked } = await listed([row('b'), row('a')], [row('a'), row('b')]);
  expect(found).toEqual([
    ['b', '1'],
    ['a', '1'],
  ]);
  expect(asked.filter((sql) => sql.includes('input_preview')).every((sql) => !sql.includes('FINAL'))).toBe(true);
});

test('of a run that was replaced in between what stands now is told, of a removed one nothing', async () => {
  const keys = [row('a'), row('b'), row('c')];
  const rows = [row('a', { version: '9' }), row('a', { version: '10' }), row('b', { version: '2', is_deleted: 1 })];
  expect((await listed(keys, rows)).found).toEqual([['a', '10']]);
});

test('a row of the same run in another minute is not taken for it', async () => {
  expect((await listed([row('a')], [row('a', { bucket_s: 120, version: '5' })])).found).toEqual([]);
});

test('nothing found asks for no rows; dense ones are asked for at once', async () => {
  const none = await listed([], []);
  expect([none.found, none.asked.some((sql) => sql.includes('input_preview'))]).toEqual([[], false]);
  const dense = await listed([], [row('a')], false);
  expect([dense.found, dense.asked.filter((sql) => sql.includes('input_preview')).length]).toEqual([[['a', '1']], 1]);
});
