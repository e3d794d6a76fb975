import { sql } from 'kysely';
import { AppError } from '../errors.ts';
import type { Db, Transactor } from '../tx.ts';
import type { Migration } from './migration.ts';

/** Any fixed number: nodes that start together take turns on it. */
const lockKey = 7460_0001;

/** Ids of the steps the database has had, in their order. Empty where it was never migrated. */
export async function appliedMigrations(db: Db): Promise<string[]> {
  const table = await sql<{ there: boolean }>`select to_regclass('ops_migrations') is not null as there`.execute(db);
  if (table.rows[0]?.there !== true) return [];
  const rows = await sql<{ id: string }>`select id from ops_migrations order by applied_at, id`.execute(db);
  return rows.rows.map((row) => row.id);
}

/** What `migrate` would run, and the steps in the database that this binary does not know. Changes nothing. */
export async function pendingMigrations(
  db: Db,
  migrations: readonly Migration[],
): Promise<{ missing: string[]; unknown: string[] }> {
  const done = new Set(await appliedMigrations(db));
  const known = new Set<string>(migrations.map((m) => m.id));
  return { missing: [...known].filter((id) => !done.has(id)), unknown: [...done].filter((id) => !known.has(id)) };
}

/**
 * Brings the schema up to date: all missing steps, in the order given, in one transaction. Returns the ids that ran.
 * Throws `state.schema_newer` when the database holds a step this binary does not know.
 */
export async function migrate(state: Transactor, migrations: readonly Migration[]): Promise<string[]> {
  const known = new Set<string>(migrations.map((m) => m.id));
  if (known.size !== migrations.length) throw new Error('Two migrations share an id.');
  return state.transact(async (tx) => {
    await sql`select pg_advisory_xact_lock(${sql.lit(lockKey)})`.execute(tx);
    await sql`create table if not exists ops_migrations (
      id text primary key, applied_at timestamptz not null default clock_timestamp())`.execute(tx);
    const applied = await sql<{ id: string }>`select id from ops_migrations order by id`.execute(tx);
    const done = new Set(applied.rows.map((row) => row.id));
    for (const id of done) if (!known.has(id)) throw new AppError('state.schema_newer', { params: { id } });
    const missing = migrations.filter((m) => !done.has(m.id));
    for (const { id, sql: text } of missing) {
      await sql.raw(text).execute(tx);
      await sql`insert into ops_migrations (id) values (${id})`.execute(tx);
    }
    return missing.map((m) => m.id);
  });
}
