import { sql } from 'kysely';
import type { Db } from './tx.ts';

/** `holder` names one process for its life (a node id), never a role: whoever has the same name shares the lease. */
export type Lease = { name: string; holder: string };

/**
 * Takes the lease when it is free, expired or already ours; true = ours for `ttlMs` from now on the database's clock.
 * The holder must stop by its own monotonic clock before that, since it cannot see an expiry.
 */
export async function acquireLease(db: Db, lease: Lease, ttlMs: number): Promise<boolean> {
  const taken = await sql`
    insert into ops_leases as held (name, holder, until) values (${lease.name}, ${lease.holder}, ${fromNow(ttlMs)})
    on conflict (name) do update set holder = excluded.holder, until = ${fromNow(ttlMs)}
    where held.holder = excluded.holder or held.until <= clock_timestamp()
    returning name`.execute(db);
  return taken.rows.length === 1;
}

/** Prolongs a lease that is still ours; false = it expired or another holds it: stop at once. */
export async function renewLease(db: Db, lease: Lease, ttlMs: number): Promise<boolean> {
  const renewed = await sql`
    update ops_leases set until = ${fromNow(ttlMs)}
    where name = ${lease.name} and holder = ${lease.holder} and until > clock_timestamp() returning name`.execute(db);
  return renewed.rows.length === 1;
}

/** Gives the lease back, if it is still ours. */
export async function releaseLease(db: Db, lease: Lease): Promise<void> {
  await db.deleteFrom('ops_leases').where('name', '=', lease.name).where('holder', '=', lease.holder).execute();
}

/** Forgets leases that nobody has prolonged for a day. Returns how many. */
export async function forgetLeases(db: Db): Promise<number> {
  const gone = await sql`delete from ops_leases where until < clock_timestamp() - interval '1 day' returning 1`.execute(
    db,
  );
  return gone.rows.length;
}

const fromNow = (ms: number) => sql<Date>`clock_timestamp() + ${ms}::float8 * interval '1 millisecond'`;
