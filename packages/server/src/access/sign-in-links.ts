import { sql } from 'kysely';
import { newId } from '../spine/ids.ts';
import type { Unit } from '../spine/ledger/change.ts';
import { hashSecret, newSecret } from './secret.ts';
import { accessTx } from './tables.ts';

/** Minutes a link works, on database time. */
const linkMinutes = 15;

/** Makes a link for a person inside a change, with its ledger event. The token is kept nowhere. */
export async function addSignInLink(unit: Unit, person: { id: string; workspaceId: string }): Promise<string> {
  const token = newSecret();
  const id = newId('lnk');
  const tx = accessTx(unit.tx);
  await tx
    .deleteFrom('ops_sign_in_links')
    .where('expires_at', '<', sql<Date>`now()`)
    .execute();
  const row = await tx
    .insertInto('ops_sign_in_links')
    .values({
      id,
      token_hash: hashSecret(token),
      workspace_id: person.workspaceId,
      person_id: person.id,
      expires_at: sql<Date>`now() + make_interval(mins => ${linkMinutes})`,
      used_at: null,
    })
    .returning('expires_at')
    .executeTakeFirstOrThrow();
  const payload = { personId: person.id, expiresAt: row.expires_at.toISOString() };
  unit.append({ type: 'sign_in_link.issued', v: 1, resource: id, payload });
  return token;
}

/** Where the person opens it. The page only shows a button: scanners that follow links use nothing up. */
export const signInUrl = (publicUrl: string, token: string): string => `${publicUrl}/sign-in/${token}`;
