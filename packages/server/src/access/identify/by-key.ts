import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Actor } from '../../spine/actor.ts';
import type { Clock } from '../../spine/clock.ts';
import type { Db } from '../../spine/tx.ts';
import type { Credential } from '../model/credential.ts';
import { scopesOf } from '../model/rows.ts';
import { isSecret } from '../secret.ts';
import { accessDb } from '../tables.ts';
import type { Identity } from './identity.ts';

export type KeyActor = Extract<Actor, { kind: 'key' }>;
/** `contentKey` keys the content references of the workspace: ingest needs it with every request. */
export type KeyIdentity = Identity & { actor: KeyActor; contentKey: Uint8Array };
/** Looks keys up with a short memory. */
export type KeyRing = {
  identify(credential: Credential): Promise<KeyIdentity | null>;
  /** Forgets everything: called on each ledger event, so that a revoked key is refused at once in this process. */
  forget(): void;
};

const memoryMs = 5_000;
const most = 2_000;

/** Refusals are remembered too: an agent with a wrong key must not cost a query for each of its requests. */
export function keyRing(db: Db, clock: Clock): KeyRing {
  const known = new Map<string, { identity: KeyIdentity | null; until: number }>();
  let generation = 0;
  return {
    forget() {
      generation++;
      known.clear();
    },
    async identify(credential) {
      const name = createHash('sha256').update(`${credential.keyId}:${credential.secret}`).digest('base64');
      const hit = known.get(name);
      if (hit !== undefined && hit.until > clock.monotonic()) return hit.identity;
      const asked = generation;
      const identity = await lookUp(db, credential);
      // A look-up that began before a revocation must not bring the key back.
      if (asked === generation) {
        if (known.size >= most) known.clear();
        known.set(name, { identity, until: clock.monotonic() + memoryMs });
      }
      return identity;
    },
  };
}

async function lookUp(db: Db, credential: Credential): Promise<KeyIdentity | null> {
  const row = await accessDb(db)
    .selectFrom('keys as k')
    .innerJoin('workspaces as w', 'w.id', 'k.workspace_id')
    .where('k.id', '=', credential.keyId)
    .where('k.revoked_at', 'is', null)
    .where((eb) => eb.or([eb('k.expires_at', 'is', null), eb('k.expires_at', '>', sql<Date>`now()`)]))
    .select([
      'k.id',
      'k.workspace_id',
      'k.team_id',
      'k.agent',
      'k.environment',
      'k.scopes',
      'k.secret_hash',
      'w.content_key',
    ])
    .executeTakeFirst();
  if (row === undefined || !isSecret(credential.secret, row.secret_hash)) return null;
  await noteUse(db, row.id);
  const { id, team_id: teamId, agent, environment } = row;
  const actor: KeyActor = { kind: 'key', id, teamId, agent, environment, scopes: scopesOf(row.scopes) };
  return { actor, workspaceId: row.workspace_id, contentKey: new Uint8Array(row.content_key) };
}

/** At most one write a minute for each key. */
const noteUse = (db: Db, id: string): Promise<unknown> =>
  sql`insert into ops_key_uses (key_id, last_used_at) values (${id}, now())
      on conflict (key_id) do update set last_used_at = excluded.last_used_at
      where ops_key_uses.last_used_at < now() - interval '1 minute'`.execute(db);
