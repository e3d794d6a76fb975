import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestWarehouse } from '../../../adapters/clickhouse/test-warehouse.fixture.ts';
import type { Warehouse } from '../../../ports/warehouse.ts';
import { invocationsCodec, runsCodec, stepsCodec } from './row-encoding.ts';

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await openTestWarehouse();
});
afterAll(() => warehouse.close());

test.each([stepsCodec, invocationsCodec, runsCodec])(
  '$table has every column of the migrated table, with its type',
  async ({ table, columns }) => {
    const stored = await warehouse.query<{ name: string; type: string }>(`DESCRIBE TABLE ${table}`);
    expect(Object.fromEntries(columns)).toEqual(Object.fromEntries(stored.map(({ name, type }) => [name, type])));
  },
);
