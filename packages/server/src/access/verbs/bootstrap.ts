import { sql } from 'kysely';
import { systemActor } from '../../spine/actor.ts';
import { authorize } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { newId } from '../../spine/ids.ts';
import { change } from '../../spine/ledger/change.ts';
import type { Seal } from '../../spine/seal.ts';
import { newContentKey, openContentKey } from '../content-key.ts';
import { keyText } from '../model/credential.ts';
import { hashSecret, newSecret } from '../secret.ts';
import { accessTx } from '../tables.ts';

/** `ingestKey` is the text of the first key at the first start, null at every later one. */
export type Bootstrapped = { workspaceId: string; teamId: string; adminId: string; ingestKey: string | null };

type Found = Omit<Bootstrapped, 'ingestKey'> & { contentKey: string };

const lockName = 7460;

/**
 * First start: workspace and team `default`, an admin, one ingest key. Later starts, and other nodes at once, find them.
 * Throws `config.root_key_differs` where this process has another root key than the one that made them.
 */
export async function bootstrap(ctx: Ctx, seal: Seal): Promise<Bootstrapped> {
  authorize(ctx, 'team.create');
  const now = new Date(ctx.clock.now());
  const workspaceId = newId('wsp');
  const own = { ...ctx, workspaceId, actor: systemActor };
  return change(own, async (unit) => {
    const tx = accessTx(unit.tx);
    await sql`select pg_advisory_xact_lock(${sql.lit(lockName)})`.execute(tx);
    const found = await findFirst(tx);
    if (found !== undefined) {
      const { contentKey, ...ids } = found;
      openContentKey(seal, ids.workspaceId, contentKey);
      return { ...ids, ingestKey: null };
    }

    const [teamId, adminId, grantId, keyId] = [newId('tea'), newId('per'), newId('grt'), newId('key')];
    const [secret, email, scopes] = [newSecret(), 'admin@signalbox.internal', ['ingest'] as const];
    const inWorkspace = { workspace_id: workspaceId, created_at: now };
    const everywhere = { team_id: null, agent_id: null, environment: null };
    await tx
      .insertInto('workspaces')
      .values({ id: workspaceId, name: 'default', created_at: now, content_key: newContentKey(seal, workspaceId) })
      .execute();
    await tx
      .insertInto('teams')
      .values({ id: teamId, name: 'default', slug: 'default', ...inWorkspace })
      .execute();
    await tx
      .insertInto('people')
      .values({ id: adminId, name: 'Admin', email, password_hash: null, disabled_at: null, ...inWorkspace })
      .execute();
    await tx
      .insertInto('grants')
      .values({ id: grantId, person_id: adminId, role: 'admin', ...everywhere, ...inWorkspace })
      .execute();
    const free = { agent: null, environment: null };
    await tx
      .insertInto('keys')
      .values({
        id: keyId,
        team_id: teamId,
        name: 'First key',
        ...free,
        scopes: scopes.join(' '),
        secret_hash: hashSecret(secret),
        expires_at: null,
        revoked_at: null,
        ...inWorkspace,
      })
      .execute();

    unit.append({ type: 'workspace.created', v: 1, resource: workspaceId, payload: { name: 'default' } });
    unit.append({ type: 'team.created', v: 1, resource: teamId, payload: { name: 'default', slug: 'default' } });
    unit.append({ type: 'person.created', v: 1, resource: adminId, payload: { email, name: 'Admin' } });
    const grant = { personId: adminId, role: 'admin', teamId: null, agentId: null, environment: null };
    unit.append({ type: 'grant.created', v: 1, resource: grantId, payload: grant });
    unit.append({
      type: 'key.created',
      v: 1,
      resource: keyId,
      payload: { name: 'First key', teamId, ...free, scopes },
    });
    return { workspaceId, teamId, adminId, ingestKey: keyText({ keyId, secret }) };
  });
}

/** The oldest workspace with its first team and first admin, one who may sign in where there is one. */
async function findFirst(tx: ReturnType<typeof accessTx>): Promise<Found | undefined> {
  return tx
    .selectFrom('grants as g')
    .innerJoin('people as p', 'p.id', 'g.person_id')
    .innerJoin('teams as t', 't.workspace_id', 'g.workspace_id')
    .innerJoin('workspaces as w', 'w.id', 'g.workspace_id')
    .where('g.role', '=', 'admin')
    .where('g.team_id', 'is', null)
    .where('g.until', 'is', null)
    .select(['g.workspace_id as workspaceId', 't.id as teamId', 'p.id as adminId', 'w.content_key as contentKey'])
    .orderBy('g.workspace_id')
    .orderBy((eb) => eb('p.disabled_at', 'is not', null))
    .orderBy('t.id')
    .orderBy('g.id')
    .limit(1)
    .executeTakeFirst();
}
