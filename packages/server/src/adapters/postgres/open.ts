import { join } from 'node:path';
import { systemClock } from '../../spine/clock.ts';
import { lockDirectory } from './directory-lock.ts';
import { finishRestore } from './backup/restore.ts';
import { localBell } from './ledger-bell.ts';
import { pgliteSource } from './pglite-source.ts';
import { serverBell } from './server-bell.ts';
import { serverSource } from './server-source.ts';
import { stateDatabase, type StateDatabase } from './state-database.ts';

/** How long anyone waits for a connection before `state.unavailable`, milliseconds. */
const waitMs = 15_000;

/**
 * Control state: `url` = PostgreSQL 15+; `dataDir` = PGlite in `<dataDir>/state`, made when missing, the directory locked
 * against a second process. Throws `config.data_dir_in_use`. Run `migrate` before use.
 */
export async function openDatabase(where: { dataDir: string } | { url: string }): Promise<StateDatabase> {
  if ('url' in where) {
    const source = serverSource(where.url, waitMs);
    return stateDatabase({ kind: 'postgres', source, bell: serverBell(where.url, source), closed: async () => {} });
  }
  const lock = lockDirectory(where.dataDir);
  try {
    finishRestore(where.dataDir);
    const source = await pgliteSource(join(where.dataDir, 'state'), systemClock, waitMs);
    return stateDatabase({ kind: 'pglite', source, bell: localBell(), closed: async () => lock.release() });
  } catch (error) {
    lock.release();
    throw error;
  }
}
