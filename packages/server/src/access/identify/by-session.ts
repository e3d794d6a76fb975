import { sql } from 'kysely';
import type { Db } from '../../spine/tx.ts';
import { actorGrantOf } from '../model/rows.ts';
import { hashSecret } from '../secret.ts';
import { accessDb } from '../tables.ts';
import type { Identity } from './identity.ts';

/**
 * The person behind a session cookie, or null. Read from the state on every request, so that a disabled person, an ended
 * session or a revoked grant counts at once. Expiry is on database time.
 */
export async function identifySession(db: Db, token: string): Promise<Identity | null> {
  const session = await accessDb(db)
    .selectFrom('ops_sessions as s')
    .innerJoin('people as p', 'p.id', 's.person_id')
    .where('s.token_hash', '=', hashSecret(token))
    .where('s.expires_at', '>', sql<Date>`now()`)
    .where('p.disabled_at', 'is', null)
    .select(['s.id', 's.person_id', 's.workspace_id'])
    .executeTakeFirst();
  if (session === undefined) return null;
  const grants = await accessDb(db)
    .selectFrom('grants')
    .selectAll()
    .where('person_id', '=', session.person_id)
    .where('workspace_id', '=', session.workspace_id)
    .execute();
  return {
    workspaceId: session.workspace_id,
    actor: { kind: 'person', id: session.person_id, grants: grants.map(actorGrantOf), sessionId: session.id },
  };
}
