import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadConfig } from '../../spine/config/load.ts';
import type { Config } from '../../spine/config/areas.ts';
import type { Migration } from '../../spine/migrations/migration.ts';
import { appliedMigrations } from '../../spine/migrations/migrate.ts';
import { openControlState } from './control-state.ts';
import { testEngine, testPlace, type TestPlace } from './state-database.fixture.ts';

const first: Migration = { id: 'room/0001-first', sql: 'create table one (n int)' };
const second: Migration = { id: 'room/0002-second', sql: 'create table two (n int)' };

let place: TestPlace;
let config: Config;
const fallback = mkdtempSync(join(tmpdir(), 'signalbox-control-'));
beforeEach(async () => {
  place = await testPlace();
  const flags = 'url' in place.where ? { 'state.databaseUrl': place.where.url } : {};
  const dataDir = 'dataDir' in place.where ? place.where.dataDir : fallback;
  ({ config } = loadConfig({ env: {}, flags: { 'state.dataDir': dataDir, ...flags } }));
});
afterEach(async () => {
  await place.remove();
  rmSync(fallback, { recursive: true, force: true });
});

async function opened(migrations: readonly Migration[], change: Partial<Config['backup']> = {}): Promise<string[]> {
  const state = await openControlState({ ...config, backup: { ...config.backup, ...change } }, migrations);
  const applied = await appliedMigrations(state.database.db);
  const kinds = (await state.backups?.list())?.map((one) => one.kind) ?? [];
  await state.database.close();
  return [...applied, ...kinds];
}

test.runIf(testEngine === 'pglite')(
  'a state in use is backed up before its schema changes; a new one, or one up to date, is not',
  async () => {
    expect(await opened([first])).toEqual(['room/0001-first']);
    expect(await opened([first])).toEqual(['room/0001-first']);
    expect(await opened([first, second])).toEqual(['room/0001-first', 'room/0002-second', 'before-migration']);
    await expect(openControlState(config, [first])).rejects.toMatchObject({ code: 'state.schema_newer' });
    expect(await opened([first, second])).toEqual(['room/0001-first', 'room/0002-second', 'before-migration']);
  },
);

test.runIf(testEngine === 'postgres')(
  'a PostgreSQL in use is not changed before its operator says that there is a dump',
  async () => {
    expect(await opened([first])).toEqual(['room/0001-first']);
    const refused = openControlState(config, [first, second]);
    await expect(refused).rejects.toMatchObject({ code: 'backup.needed', params: { missing: 'room/0002-second' } });
    expect(await opened([first])).toEqual(['room/0001-first']);
    expect(await opened([first, second], { migrateWithout: true })).toEqual(['room/0001-first', 'room/0002-second']);
  },
);
