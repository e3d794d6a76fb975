import { createHash } from 'node:crypto';
import type { Warehouse } from '../../ports/warehouse.ts';

/** ClickHouse knows no transaction over DDL, so each statement is recorded by itself and must do no harm when it runs again. */
export type Migration = { version: number; name: string; statements: readonly string[] };

type Recorded = { version: number; name: string; statement: number; checksum: string };

const table = `CREATE TABLE IF NOT EXISTS schema_migrations (
  version UInt32, statement UInt32, name String, checksum String, applied_at DateTime64(3, 'UTC') DEFAULT now64(3)
) ENGINE = MergeTree ORDER BY (version, statement)`;

/**
 * Brings the warehouse to the last of `migrations`: runs, one by one, the statements that are not recorded yet. A crash between a
 * statement and its record runs that statement again. Throws when the warehouse is newer than this list, or when a recorded
 * statement has been changed since. Runs before anything else uses the warehouse; several nodes take a lease first.
 */
export async function migrate(warehouse: Warehouse, migrations: readonly Migration[]): Promise<void> {
  for (const migration of migrations)
    for (const statement of migration.statements) assertRepeatable(migration, statement);
  await warehouse.command(table);
  const recorded = await warehouse.query<Recorded>(
    'SELECT DISTINCT version, name, statement, checksum FROM schema_migrations ORDER BY version, statement',
  );
  refuseNewer(recorded, migrations);
  for (const migration of migrations) await apply(warehouse, migration, recorded);
}

async function apply(warehouse: Warehouse, migration: Migration, recorded: readonly Recorded[]): Promise<void> {
  const { version, name, statements } = migration;
  for (const [statement, sql] of statements.entries()) {
    const checksum = createHash('sha256').update(sql).digest('hex');
    const done = recorded.find((r) => r.version === version && r.statement === statement);
    if (done && done.checksum !== checksum) {
      throw new Error(
        `Statement ${statement + 1} of warehouse migration ${name} was changed after it had run. ` +
          'Put the old text back and write the change as a new migration.',
      );
    }
    if (done) continue;
    await warehouse.command(sql);
    await warehouse.command(
      'INSERT INTO schema_migrations (version, statement, name, checksum) SELECT {version:UInt32}, {statement:UInt32}, {name:String}, {checksum:String}',
      { version, statement, name, checksum },
    );
  }
}

function refuseNewer(recorded: readonly Recorded[], migrations: readonly Migration[]): void {
  const known = Math.max(0, ...migrations.map((m) => m.version));
  const newest = recorded.at(-1);
  if (!newest || newest.version <= known) return;
  throw new Error(
    `The warehouse is at schema ${newest.version} (${newest.name}); this Signalbox knows schemas up to ${known}. ` +
      'Start the newer Signalbox again, or restore a backup from before the upgrade.',
  );
}

const repeatable = [
  /^CREATE (TABLE|VIEW|MATERIALIZED VIEW|DICTIONARY|DATABASE) IF NOT EXISTS /i,
  /^CREATE OR REPLACE /i,
  /^DROP \w+ IF EXISTS /i,
  // From a table into one that replaces by version.
  /^INSERT INTO \w+ SELECT \* FROM \w+$/i,
  /^ALTER TABLE \S+ ((ADD|DROP|CLEAR|RENAME) (COLUMN|INDEX|PROJECTION|CONSTRAINT) IF (NOT )?EXISTS|MODIFY|REMOVE|MATERIALIZE|DELETE|UPDATE) /i,
];

function assertRepeatable(migration: Migration, statement: string): void {
  const plain = statement.trim().replace(/\s+/g, ' ');
  if (repeatable.some((shape) => shape.test(plain))) return;
  throw new Error(
    `Migration ${migration.name} holds a statement that cannot run twice (IF [NOT] EXISTS is missing): ${plain.slice(0, 80)}`,
  );
}
