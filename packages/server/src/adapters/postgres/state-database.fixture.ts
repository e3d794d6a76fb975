import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { spineMigrations } from '../../spine/migrations/index.ts';
import { migrate } from '../../spine/migrations/migrate.ts';
import type { Migration } from '../../spine/migrations/migration.ts';
import { openDatabase } from './open.ts';
import { ensureCluster } from './pglite-cluster.ts';
import type { StateDatabase } from './state-database.ts';

/** A place of its own for one test file: an embedded directory, or a fresh database on the server of TEST_DATABASE_URL. */
export type TestPlace = { where: { dataDir: string } | { url: string }; remove(): Promise<void> };

export const testEngine = process.env['TEST_DATABASE_URL'] === undefined ? 'pglite' : 'postgres';

/** An empty, migrated control state on the real engine. `close` also removes it. */
export async function openTestDatabase(migrations: readonly Migration[] = spineMigrations): Promise<StateDatabase> {
  const place = testEngine === 'pglite' ? await migratedPlace(migrations) : await testPlace();
  const database = await openDatabase(place.where);
  // Nothing is left to do where the place was migrated; that is checked all the same.
  await migrate(database, migrations);
  return {
    ...database,
    async close() {
      await database.close();
      await place.remove();
    },
  };
}

/** For tests that open, kill and open again. */
export async function testPlace(): Promise<TestPlace> {
  const server = process.env['TEST_DATABASE_URL'];
  return server === undefined ? embeddedPlace() : serverPlace(server);
}

const embeddedPlace = async (): Promise<ReturnType<typeof copyOf>> => copyOf(await clusterTemplate());

/** Clusters that this process has migrated, by their migrations: a hundred test files ask for the same few. */
const migrated = new Map<string, Promise<string>>();

async function migratedPlace(migrations: readonly Migration[]): Promise<TestPlace> {
  const key = migrations.map(({ id }) => id).join(' ');
  const template = migrated.get(key) ?? migratedTemplate(migrations);
  migrated.set(key, template);
  return copyOf(await template);
}

async function migratedTemplate(migrations: readonly Migration[]): Promise<string> {
  const place = await embeddedPlace();
  process.once('exit', () => rmSync(place.where.dataDir, { recursive: true, force: true }));
  const database = await openDatabase(place.where);
  await migrate(database, migrations);
  await database.close();
  return join(place.where.dataDir, 'state');
}

function copyOf(template: string): TestPlace & { where: { dataDir: string } } {
  const dataDir = mkdtempSync(join(tmpdir(), 'signalbox-test-'));
  cpSync(template, join(dataDir, 'state'), { recursive: true });
  return { where: { dataDir }, remove: async () => rmSync(dataDir, { recursive: true, force: true }) };
}

/** A new cluster takes two seconds and much memory: made once per PGlite version on this machine, then copied. */
async function clusterTemplate(): Promise<string> {
  const manifest = new URL('../package.json', import.meta.resolve('@electric-sql/pglite'));
  const { version } = JSON.parse(readFileSync(fileURLToPath(manifest), 'utf8')) as { version: string };
  const template = join(tmpdir(), `signalbox-pglite-${version}-${process.getuid?.() ?? 0}`);
  if (existsSync(template)) return template;
  const mine = mkdtempSync(`${template}.`);
  await ensureCluster(join(mine, 'state'));
  try {
    renameSync(join(mine, 'state'), template);
  } catch (error) {
    // Another test process was first.
    if (!existsSync(template)) throw error;
  }
  rmSync(mine, { recursive: true, force: true });
  return template;
}

async function serverPlace(server: string): Promise<TestPlace> {
  const name = `signalbox_test_${randomBytes(6).toString('hex')}`;
  await administer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { where: { url: url.href }, remove: () => administer(server, `drop database if exists ${name} with (force)`) };
}

async function administer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
