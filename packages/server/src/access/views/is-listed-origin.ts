import { sql } from 'kysely';
import type { Db } from '../../spine/tx.ts';

/** May a page of this origin use some key? A browser asks that before it shows one. */
export async function isListedOrigin(db: Db, origin: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from keys where origins <> '' and revoked_at is null and (expires_at is null or expires_at > now())
      and position(${` ${origin} `} in ' ' || origins || ' ') > 0 limit 1`.execute(db);
  return rows.length > 0;
}
