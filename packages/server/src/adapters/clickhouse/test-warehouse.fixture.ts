import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Warehouse } from '../../ports/warehouse.ts';
import { openClusterWarehouse } from './cluster/cluster-warehouse.fixture.ts';
import { migrate, type Migration } from './migrate.ts';
import { migrations as all } from './migrations/index.ts';
import { openWarehouse } from './warehouse.ts';

/** `TEST_WAREHOUSE_SHARDS=1|2` has all tests run on tables of such a cluster instead. */
const shards = Number(process.env['TEST_WAREHOUSE_SHARDS'] ?? 0) as 0 | 1 | 2;

/** A real, migrated warehouse of its own in a temporary directory; `close()` ends its child and removes it. Opens in about half a second. */
export async function openTestWarehouse(migrations: readonly Migration[] = all): Promise<Warehouse> {
  if (shards > 0) return openClusterWarehouse(shards as 1 | 2, migrations);
  const dataDir = await mkdtemp(join(tmpdir(), 'signalbox-warehouse-'));
  const warehouse = await openWarehouse({ dataDir });
  await migrate(warehouse, migrations);
  return {
    ...warehouse,
    async close() {
      await warehouse.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
