import type { Backups } from '../../ports/backups.ts';
import { systemClock } from '../../spine/clock.ts';
import type { Config } from '../../spine/config/areas.ts';
import { AppError } from '../../spine/errors.ts';
import { migrate, pendingMigrations } from '../../spine/migrations/migrate.ts';
import type { Migration } from '../../spine/migrations/migration.ts';
import { openBackups } from './backup/backups.ts';
import { openDatabase } from './open.ts';
import type { StateDatabase } from './state-database.ts';

/** `backups`: null on a PostgreSQL server, which is its operator's to back up. */
export type ControlState = { database: StateDatabase; backups: Backups | null };

/** Where the configuration puts the control state. */
export const placeOf = ({ state }: Config): { dataDir: string } | { url: string } =>
  state.databaseUrl === null ? { dataDir: state.dataDir } : { url: state.databaseUrl };

/**
 * Opens the control state and brings it up to date. Before a step is run on one that is in use already it is backed up; where that is
 * not ours to do, throws `backup.needed` unless the configuration says that the operator has.
 */
export async function openControlState(config: Config, migrations: readonly Migration[]): Promise<ControlState> {
  const database = await openDatabase(placeOf(config));
  try {
    const { still, db } = database;
    const { dataDir } = config.state;
    const backups =
      still === null ? null : openBackups({ dataDir, db, still, clock: systemClock, keep: config.backup.keep });
    const { missing, unknown } = await pendingMigrations(db, migrations);
    if (missing.length > 0 && missing.length < migrations.length && unknown.length === 0) {
      if (backups !== null) await backups.make('before-migration');
      else if (!config.backup.migrateWithout)
        throw new AppError('backup.needed', { params: { missing: missing.join(', ') } });
    }
    await migrate(database, migrations);
    return { database, backups };
  } catch (error) {
    await database.close();
    throw error;
  }
}
