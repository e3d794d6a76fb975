import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Warehouse } from '../../../ports/warehouse.ts';
import { migrate } from '../migrate.ts';
import { openTestWarehouse } from '../test-warehouse.fixture.ts';
import { finerRuns } from './0007-finer-runs.ts';
import { migrations } from './index.ts';

let warehouse: Warehouse;
beforeAll(async () => void (warehouse = await openTestWarehouse(migrations.slice(0, finerRuns.version - 1))));
afterAll(() => warehouse.close());

const upTo = migrations.slice(0, finerRuns.version);
const row = (run: string, version: number, name: string): string =>
  `('wsp_1', 'tea_1', toDateTime('2026-11-22 10:00:00'), '${run}', 'trace ${run}', ${version}, '${name}', 7, NULL, ['a', 'b'])`;
const runs = () =>
  warehouse.query(
    `SELECT run_id, name, uncosted_calls, input_tokens, tags FROM runs FINAL
     WHERE workspace_id = 'wsp_1' AND trace_id LIKE 'trace %' ORDER BY run_id`,
  );

test('every run is there after it, its newest version, wherever it was ended and begun again', async () => {
  await warehouse.command(
    `INSERT INTO runs (workspace_id, team_id, bucket, run_id, trace_id, version, name, uncosted_calls, input_tokens, tags)
     VALUES ${row('a', 1, 'old')}, ${row('a', 2, 'new')}, ${row('b', 1, 'only')}`,
  );
  const before = await runs();
  expect(before).toMatchObject([{ name: 'new', input_tokens: null, tags: ['a', 'b'] }, { name: 'only' }]);
  // The table of records is asked for first: with two more a statement is carried out and not recorded, with three it is.
  for (let step = 0; step < 2 * finerRuns.statements.length; step++) {
    let left = 2 + (step % 2);
    const crashing: Warehouse = {
      ...warehouse,
      command: (...given) => (left-- > 0 ? warehouse.command(...given) : Promise.reject(new Error('crash'))),
    };
    await migrate(crashing, upTo).catch((error: Error) => expect(error.message).toBe('crash'));
  }
  await migrate(warehouse, upTo);
  expect(await runs()).toEqual(before);
  const tables = await warehouse.query("SHOW TABLES LIKE 'runs_finer%'");
  expect(tables).toEqual([]);
  const [{ statement }] = (await warehouse.query('SHOW CREATE TABLE runs')) as [{ statement: string }];
  if (!statement.includes('Distributed')) expect(statement).toContain('index_granularity = 1024');
});
