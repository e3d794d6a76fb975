import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { AppError } from '../spine/errors.ts';
import type { Transactor } from '../spine/tx.ts';
import {
  addressRule,
  countAttempt,
  emailRule,
  noAttempts,
  triesLeft,
  waitMs,
  type Attempts,
  type ThrottleRule,
} from './model/throttle.ts';
import { networkOf } from './model/network.ts';
import { accessTx, type AccessTx } from './tables.ts';

const bucketOf = (kind: 'email' | 'address' | 'code', value: string): string =>
  `${kind}:${createHash('sha256').update(value).digest('hex').slice(0, 32)}`;

export const emailBucket = (email: string): string => bucketOf('email', email.trim().toLowerCase());
export const codeBucket = (personId: string): string => bucketOf('code', personId);

/**
 * Counts a try against the e-mail address and the network address, in a transaction of its own that stays when the sign-in
 * fails. Returns the tries left; throws `access.throttled`.
 */
export function countSignIn(state: Transactor, email: string, address: string): Promise<number> {
  return count(state, [
    { bucket: bucketOf('address', networkOf(address)), rule: addressRule },
    { bucket: emailBucket(email), rule: emailRule },
  ]);
}

/** Likewise a code of somebody's second factor: a million codes, of which three count, take years at that pace. */
export const countCode = (state: Transactor, personId: string): Promise<number> =>
  count(state, [{ bucket: codeBucket(personId), rule: emailRule }]);

function count(state: Transactor, buckets: { bucket: string; rule: ThrottleRule }[]): Promise<number> {
  return state.transact(async (open) => {
    const tx = accessTx(open);
    const found: Locked[] = [];
    for (const { bucket } of buckets) found.push(await lock(tx, bucket));
    const waits = found.map((f) => waitMs(f.attempts, f.now));
    if (Math.max(...waits) > 0) throw throttled(Math.max(...waits));
    let left = Infinity;
    for (const [i, { bucket, rule }] of buckets.entries()) {
      const next = countAttempt(found[i]!.attempts, found[i]!.now, rule);
      left = Math.min(left, triesLeft(next, rule));
      await store(tx, bucket, next);
    }
    return left;
  });
}

type Locked = { attempts: Attempts; now: number };

/** The row, locked until the transaction ends, with the time of the database. */
async function lock(tx: AccessTx, bucket: string): Promise<Locked> {
  await sql`insert into ops_throttle (bucket, failures, since) values (${bucket}, 0, now()) on conflict do nothing`.execute(
    tx,
  );
  const row = await tx
    .selectFrom('ops_throttle')
    .where('bucket', '=', bucket)
    .select(['failures', 'since', 'blocked_until', sql<Date>`clock_timestamp()`.as('now')])
    .forUpdate()
    .executeTakeFirstOrThrow();
  const attempts =
    row.failures === 0
      ? noAttempts
      : { failures: row.failures, since: row.since.getTime(), blockedUntil: row.blocked_until?.getTime() ?? 0 };
  return { attempts, now: row.now.getTime() };
}

const store = (tx: AccessTx, bucket: string, next: Attempts): Promise<unknown> =>
  tx
    .updateTable('ops_throttle')
    .set({
      failures: next.failures,
      since: new Date(next.since),
      blocked_until: next.blockedUntil === 0 ? null : new Date(next.blockedUntil),
    })
    .where('bucket', '=', bucket)
    .execute();

function throttled(ms: number): AppError {
  const seconds = Math.ceil(ms / 1000);
  return new AppError('access.throttled', { params: { seconds }, retryAfterSeconds: seconds });
}
