import { sql } from 'kysely';
import type { Actor } from '../../spine/actor.ts';
import type { ContentMode } from '../../spine/content-mode.ts';
import type { Seal } from '../../spine/seal.ts';
import type { Db } from '../../spine/tx.ts';
import { openContentKey } from '../content-key.ts';
import type { Credential } from '../model/credential.ts';
import { namesOfAgent } from '../agent-names.ts';
import { originsOf, scopesOf } from '../model/rows.ts';
import { isSecret } from '../secret.ts';
import { accessDb, type AccessDb } from '../tables.ts';
import type { Identity } from './identity.ts';

export type KeyActor = Extract<Actor, { kind: 'key' }>;
/** `contentKey` keys the content references of the workspace, `contentMode` says what is kept: ingest needs both with every request. */
export type KeyIdentity = Identity & {
  actor: KeyActor;
  contentKey: Uint8Array;
  contentMode: ContentMode;
  /** Pages it is for; left out = it is not for browsers. */
  origins?: readonly string[];
};
/** `expiresAt`: Unix time in milliseconds, null = never. */
export type FoundKey = { identity: KeyIdentity; expiresAt: number | null };

/** Asks the state; null for what is unknown, revoked or expired (itself or its service account, on database time), or shows a wrong secret. Notes the use. */
export async function lookUpKey(db: Db, seal: Seal, credential: Credential): Promise<FoundKey | null> {
  const row = await goodKeys(accessDb(db))
    .innerJoin('workspaces as w', 'w.id', 'k.workspace_id')
    .where('k.id', '=', credential.keyId)
    .selectAll('k')
    .select(['w.content_key', 's.expires_at as account_expires_at'])
    .executeTakeFirst();
  if (row === undefined || !isSecret(credential.secret, row.secret_hash)) return null;
  // A database that can be read but not written (a full disk) still knows who this is.
  await noteUse(db, row.id).catch(() => {});
  const { id, workspace_id: workspaceId, team_id: teamId, agent, environment } = row;
  const expiry = Math.min(row.expires_at?.getTime() ?? Infinity, row.account_expires_at?.getTime() ?? Infinity);
  const actor: KeyActor = {
    ...{ kind: 'key', id, teamId, agent, environment, scopes: scopesOf(row.scopes) },
    ...(agent !== null && { agentNames: await namesOfAgent(accessDb(db), teamId, agent) }),
    ...(expiry !== Infinity && { until: expiry }),
  };
  const contentKey = openContentKey(seal, workspaceId, row.content_key);
  const origins = originsOf(row.origins);
  const identity = {
    ...{ actor, workspaceId, contentKey, contentMode: row.content_mode },
    ...(origins.length > 0 && { origins }),
  };
  return { identity, expiresAt: actor.until ?? null };
}

/** Which of these keys are neither revoked nor expired. */
export async function stillGood(db: Db, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await goodKeys(accessDb(db)).where('k.id', 'in', ids).select('k.id').execute();
  return new Set(rows.map((row) => row.id));
}

const goodKeys = (db: AccessDb) =>
  db
    .selectFrom('keys as k')
    .leftJoin('service_accounts as s', 's.id', 'k.service_account_id')
    .where('s.disabled_at', 'is', null)
    .where((eb) => eb.or([eb('s.expires_at', 'is', null), eb('s.expires_at', '>', sql<Date>`now()`)]))
    .where('k.revoked_at', 'is', null)
    .where((eb) => eb.or([eb('k.expires_at', 'is', null), eb('k.expires_at', '>', sql<Date>`now()`)]));

/** At most one write a minute for each key. */
const noteUse = (db: Db, id: string): Promise<unknown> =>
  sql`insert into ops_key_uses (key_id, last_used_at) values (${id}, now())
      on conflict (key_id) do update set last_used_at = excluded.last_used_at
      where ops_key_uses.last_used_at < now() - interval '1 minute'`.execute(db);
