import { sql } from 'kysely';
import { newId } from '../spine/ids.ts';
import { hashSecret, newSecret } from './secret.ts';
import type { AccessTx } from './tables.ts';

/** Days a sign-in lasts, on database time. */
export const sessionDays = 30;

/** `token` goes into the cookie and is kept nowhere. */
export type OpenedSession = { token: string; sessionId: string; personId: string; workspaceId: string };

export async function openSession(tx: AccessTx, person: { id: string; workspace_id: string }): Promise<OpenedSession> {
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
      expires_at: sql<Date>`now() + make_interval(days => ${sessionDays})`,
    })
    .execute();
  return { token, sessionId, personId: person.id, workspaceId: person.workspace_id };
}
