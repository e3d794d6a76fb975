import { sql } from 'kysely';
import { authorize } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { AppError } from '../../spine/errors.ts';
import { givingOfScopes, outlasts } from '../../spine/giving.ts';
import { newId } from '../../spine/ids.ts';
import { change } from '../../spine/ledger/change.ts';
import type { CreatedKey, CreateKey } from '../contract.ts';
import { keyText } from '../model/credential.ts';
import { placeOf } from '../model/place.ts';
import { keyOf } from '../model/rows.ts';
import { notFound } from '../not-found.ts';
import { hashSecret, newSecret } from '../secret.ts';
import { accessTx, type AccessTx } from '../tables.ts';

/** `serviceAccountId` left out = the key stands for itself; `contentMode` left out = all is kept. */
type Input = Omit<CreateKey, 'serviceAccountId' | 'contentMode' | 'origins'> & {
  serviceAccountId?: string | null;
  contentMode?: CreateKey['contentMode'];
  origins?: CreateKey['origins'];
};

/** A key of one team. `secret` is in this answer and nowhere else; only its SHA-256 is kept. */
export async function createKey(ctx: Ctx, input: Input): Promise<CreatedKey> {
  authorize(ctx, 'key.create', placeOf(input));
  const { name, teamId, agent, environment, scopes, serviceAccountId = null, contentMode = 'keep' } = input;
  const origins = [...new Set(input.origins)];
  const forBrowsers = scopes.includes('feedback');
  // It stands in a page that anybody can read.
  if (forBrowsers && scopes.some((one) => one !== 'feedback')) throw new AppError('access.feedback_alone');
  if (!forBrowsers && origins.length > 0) throw new AppError('access.origins_unused');
  const place = placeOf({ teamId, agent, environment });
  const giving = givingOfScopes(ctx.actor, scopes, place);
  if (giving.missing.length > 0)
    throw new AppError('access.scope_exceeded', { params: { missing: giving.missing.join(', ') } });
  const expiresAt = input.expiresAt === null ? null : new Date(input.expiresAt);
  if (outlasts(expiresAt?.getTime() ?? null, giving.until))
    throw new AppError('access.beyond_own_end', { params: { until: new Date(giving.until!).toISOString() } });
  const secret = newSecret();
  const row = {
    id: newId('key'),
    workspace_id: ctx.workspaceId,
    ...{ team_id: teamId, name, agent, environment, scopes: [...new Set(scopes)].join(' ') },
    created_at: new Date(ctx.clock.now()),
    expires_at: expiresAt,
    revoked_at: null,
    service_account_id: serviceAccountId,
    content_mode: contentMode,
    origins: origins.join(' '),
  };
  await change(ctx, async (unit) => {
    const teams = unit.tx.selectFrom('teams').where('workspace_id', '=', ctx.workspaceId).where('id', '=', teamId);
    if ((await teams.select('id').executeTakeFirst()) === undefined) throw notFound('team');
    const tx = accessTx(unit.tx);
    if (serviceAccountId !== null) await findAccount(tx, teamId, serviceAccountId);
    await tx
      .insertInto('keys')
      .values({ ...row, secret_hash: hashSecret(secret) })
      .execute();
    const payload = {
      ...{ name, teamId, agent, environment, scopes: row.scopes.split(' ') },
      ...(expiresAt !== null && { until: expiresAt.toISOString() }),
      ...(serviceAccountId !== null && { serviceAccountId }),
      ...(contentMode !== 'keep' && { contentMode }),
      ...(origins.length > 0 && { origins }),
    };
    unit.append({ type: 'key.created', v: 1, resource: row.id, payload });
  });
  return { key: keyOf({ ...row, last_used_at: null }), secret: keyText({ keyId: row.id, secret }) };
}

/** Of this team, and not ended. */
async function findAccount(tx: AccessTx, teamId: string, id: string): Promise<void> {
  const found = await tx
    .selectFrom('service_accounts')
    .where('id', '=', id)
    .where('team_id', '=', teamId)
    .where('disabled_at', 'is', null)
    .where('expires_at', '>', sql<Date>`now()`)
    .select('id')
    .executeTakeFirst();
  if (found === undefined) throw notFound('service account');
}
