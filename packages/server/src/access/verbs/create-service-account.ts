import { authorize } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { newId } from '../../spine/ids.ts';
import { change } from '../../spine/ledger/change.ts';
import type { ServiceAccount } from '../contract.ts';
import { serviceAccountOf } from '../model/rows.ts';
import { notFound } from '../not-found.ts';
import { checkEnd, findOwner } from '../service-accounts.ts';
import { accessTx } from '../tables.ts';

type Input = { name: string; teamId: string; ownerId: string; expiresAt: string };

/** What a program signs in as: a person answers for it, it ends by itself, and its keys end with it. */
export async function createServiceAccount(ctx: Ctx, input: Input): Promise<ServiceAccount> {
  authorize(ctx, 'service_account.create', { teamId: input.teamId });
  const { name, teamId, ownerId } = input;
  const expires_at = checkEnd(ctx, teamId, input.expiresAt);
  return change(ctx, async (unit) => {
    const tx = accessTx(unit.tx);
    const teams = tx.selectFrom('teams').where('workspace_id', '=', ctx.workspaceId).where('id', '=', teamId);
    if ((await teams.select('id').executeTakeFirst()) === undefined) throw notFound('team');
    const owner_name = await findOwner(tx, ctx.workspaceId, ownerId);
    const created_at = new Date(ctx.clock.now());
    const row = {
      id: newId('sva'),
      team_id: teamId,
      name,
      owner_id: ownerId,
      created_at,
      expires_at,
      disabled_at: null,
    };
    await tx
      .insertInto('service_accounts')
      .values({ ...row, workspace_id: ctx.workspaceId })
      .execute();
    const payload = { name, teamId, ownerId, expiresAt: expires_at.toISOString() };
    unit.append({ type: 'service_account.created', v: 1, resource: row.id, payload });
    return serviceAccountOf({ ...row, owner_name, owner_gone: false });
  });
}
