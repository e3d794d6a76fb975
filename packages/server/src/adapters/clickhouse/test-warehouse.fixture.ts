import { rmSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
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
  if (migrations === all) await cp(await migratedDir(), dataDir, { recursive: true, verbatimSymlinks: true });
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

let template: Promise<string> | null = null;

/** Migrating takes five times as long as starting: done once in a process, and copied. */
function migratedDir(): Promise<string> {
  template ??= (async () => {
    const dir = await mkdtemp(join(tmpdir(), 'signalbox-template-'));
    process.once('exit', () => rmSync(dir, { recursive: true, force: true }));
    const warehouse = await openWarehouse({ dataDir: dir });
    await migrate(warehouse, all);
    await warehouse.close();
    return dir;
  })();
  return template;
}
