import type { Actor, KeyScope } from '../../spine/actor.ts';
import { allows, authorize } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { AppError } from '../../spine/errors.ts';
import { newId } from '../../spine/ids.ts';
import { change } from '../../spine/ledger/change.ts';
import type { CreatedKey, CreateKey } from '../contract.ts';
import { keyText } from '../model/credential.ts';
import { keyOf } from '../model/rows.ts';
import { notFound } from '../not-found.ts';
import { hashSecret, newSecret } from '../secret.ts';
import { accessTx } from '../tables.ts';

/** A key of one team. `secret` is in this answer and nowhere else; only its SHA-256 is kept. */
export async function createKey(ctx: Ctx, input: CreateKey): Promise<CreatedKey> {
  authorize(ctx, 'key.create', { teamId: input.teamId });
  const missing = input.scopes.filter((scope) => !mayHandOut(ctx.actor, scope, input.teamId));
  if (missing.length > 0) throw new AppError('access.scope_exceeded', { params: { missing: missing.join(', ') } });
  const secret = newSecret();
  const { name, teamId, agent, environment, scopes } = input;
  const row = {
    id: newId('key'),
    workspace_id: ctx.workspaceId,
    team_id: teamId,
    name,
    agent,
    environment,
    scopes: [...new Set(scopes)].join(' '),
    created_at: new Date(ctx.clock.now()),
    expires_at: input.expiresAt === null ? null : new Date(input.expiresAt),
    revoked_at: null,
  };
  await change(ctx, async (unit) => {
    const teams = unit.tx.selectFrom('teams').where('workspace_id', '=', ctx.workspaceId).where('id', '=', teamId);
    if ((await teams.select('id').executeTakeFirst()) === undefined) throw notFound('team');
    await accessTx(unit.tx)
      .insertInto('keys')
      .values({ ...row, secret_hash: hashSecret(secret) })
      .execute();
    const payload = { name, teamId, agent, environment, scopes: row.scopes.split(' ') };
    unit.append({ type: 'key.created', v: 1, resource: row.id, payload });
  });
  return { key: keyOf({ ...row, last_used_at: null }), secret: keyText({ keyId: row.id, secret }) };
}

/** A key carries no more than its maker holds: keys pass on their own scopes, `admin` needs an admin of the team. */
function mayHandOut(actor: Actor, scope: KeyScope, teamId: string): boolean {
  if (actor.kind === 'key') return actor.scopes.includes(scope);
  return scope !== 'admin' || allows(actor, 'grant.create', { teamId });
}
