import { sql } from 'kysely';
import type { Db } from '../spine/tx.ts';

/** Deletes sessions, sign-in links and counted sign-in attempts that no longer mean anything. Returns how many rows went. */
export async function forgetExpired(db: Db): Promise<number> {
  const sessions = await sql`delete from ops_sessions where expires_at < now() returning 1`.execute(db);
  const links = await sql`delete from ops_sign_in_links where expires_at < now() returning 1`.execute(db);
  // Attempts are forgotten after half an hour; a day leaves room for longer rules.
  const attempts = await sql`delete from ops_throttle
    where greatest(since, coalesce(blocked_until, since)) < now() - interval '1 day' returning 1`.execute(db);
  return sessions.rows.length + links.rows.length + attempts.rows.length;
}
