import { sql } from 'kysely';
import { newId } from '../spine/ids.ts';
import type { Seal } from '../spine/seal.ts';
import { hashSecret, newSecret } from './secret.ts';
import type { AccessTx } from './tables.ts';

/** Days a sign-in lasts, on database time. */
export const sessionDays = 30;

/** `token` goes into the cookie and is kept nowhere. */
export type OpenedSession = { token: string; sessionId: string; personId: string; workspaceId: string };

/** How somebody signed in; of the provider its sealed refresh token (null = it gave none: the session is short). */
type Way = { by: 'link' | 'password' } | { by: 'provider'; refresh: ((sessionId: string) => string) | null };
/** Minutes of a session that cannot be confirmed at the provider. */
const unconfirmedMinutes = 10;

const purpose = 'refresh token';
export const sealRefresh = (seal: Seal, sessionId: string, token: string): string =>
  seal.seal(purpose, sessionId, token);
export const openRefresh = (seal: Seal, sessionId: string, kept: string): string => seal.open(purpose, sessionId, kept);

export async function openSession(
  tx: AccessTx,
  person: { id: string; workspace_id: string },
  way: Way,
): Promise<OpenedSession> {
  const minutes = way.by === 'provider' && way.refresh === null ? unconfirmedMinutes : sessionDays * 1440;
  const token = newSecret();
  const sessionId = newId('ses');
  await tx
    .deleteFrom('ops_sessions')
    .where('expires_at', '<', sql<Date>`now()`)
    .execute();
  await tx
    .insertInto('ops_sessions')
    .values({
      id: sessionId,
      token_hash: hashSecret(token),
      workspace_id: person.workspace_id,
      person_id: person.id,
      created_at: sql<Date>`now()`,
      expires_at: sql<Date>`now() + make_interval(mins => ${minutes})`,
      by: way.by,
      ...(way.by === 'provider' && { refresh: way.refresh?.(sessionId) ?? null, checked_at: sql<Date>`now()` }),
    })
    .execute();
  return { token, sessionId, personId: person.id, workspaceId: person.workspace_id };
}
