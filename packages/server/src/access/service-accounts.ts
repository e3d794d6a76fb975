import type { Ctx } from '../spine/ctx.ts';
import { heldUntil } from '../spine/authorize.ts';
import { AppError } from '../spine/errors.ts';
import { outlasts } from '../spine/giving.ts';
import { notFound } from './not-found.ts';
import type { AccessDb, AccessTx } from './tables.ts';

const longestMs = 366 * 86_400_000;

/** In the future, at most a year away, and no later than the end of one's own right. Throws `request.invalid` or `access.beyond_own_end`. */
export function checkEnd(ctx: Ctx, teamId: string, expiresAt: string): Date {
  const end = new Date(expiresAt);
  const ms = end.getTime() - ctx.clock.now();
  if (ms <= 0 || ms > longestMs)
    throw new AppError('request.invalid', {
      fields: [{ path: 'expiresAt', message: 'Must be in the future, at most a year from now.' }],
    });
  const limit = heldUntil(ctx.actor, 'service_account.create', { teamId });
  if (outlasts(end.getTime(), limit))
    throw new AppError('access.beyond_own_end', { params: { until: new Date(limit!).toISOString() } });
  return end;
}

/** Somebody of this workspace who can answer for it. Returns the name. */
export async function findOwner(tx: AccessTx, workspaceId: string, id: string): Promise<string> {
  const owner = await tx
    .selectFrom('people')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('disabled_at', 'is', null)
    .where('locked_out_at', 'is', null)
    .select('name')
    .executeTakeFirst();
  if (owner === undefined) throw notFound('person');
  return owner.name;
}

/** Service accounts with their owners, as the contract shows them. */
export const accountsOf = (db: AccessDb | AccessTx, workspaceId: string) =>
  db
    .selectFrom('service_accounts as s')
    .innerJoin('people as p', 'p.id', 's.owner_id')
    .where('s.workspace_id', '=', workspaceId)
    .select(['s.id', 's.name', 's.team_id', 's.owner_id', 's.created_at', 's.expires_at', 's.disabled_at'])
    .select(['p.name as owner_name'])
    .select((eb) =>
      eb.or([eb('p.disabled_at', 'is not', null), eb('p.locked_out_at', 'is not', null)]).as('owner_gone'),
    )
    .$narrowType<{ owner_gone: boolean }>();
