import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openWarehouse } from '../../packages/server/src/adapters/clickhouse/warehouse.ts';
import type { Warehouse } from '../../packages/server/src/ports/warehouse.ts';
import { folderBytes } from './processes.ts';

/** Where `up` keeps the embedded warehouse. */
const folderOf = (dataDir: string): string => {
  const folder = join(dataDir, 'warehouse');
  if (!existsSync(folder)) throw new Error(`no warehouse in ${dataDir}`);
  return folder;
};

export const warehouseBytes = (dataDir: string): number => folderBytes(folderOf(dataDir));

/** The warehouse that a stopped server left behind, opened by the same child code. */
export async function withWarehouse<T>(dataDir: string, look: (warehouse: Warehouse) => Promise<T>): Promise<T> {
  const warehouse = await openWarehouse({ dataDir: folderOf(dataDir) });
  try {
    return await look(warehouse);
  } finally {
    await warehouse.close();
  }
}
