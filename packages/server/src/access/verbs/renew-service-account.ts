import { allows, authorize } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { change } from '../../spine/ledger/change.ts';
import type { ServiceAccount } from '../contract.ts';
import { serviceAccountOf } from '../model/rows.ts';
import { notFound } from '../not-found.ts';
import { accountsOf, checkEnd, findOwner } from '../service-accounts.ts';
import { accessTx } from '../tables.ts';

type Input = { id: string; ownerId: string; expiresAt: string };

/** Another end, another owner, or both. What is disabled stays so. */
export async function renewServiceAccount(ctx: Ctx, input: Input): Promise<ServiceAccount> {
  authorize(ctx, 'service_account.create', 'anywhere');
  return change(ctx, async (unit) => {
    const tx = accessTx(unit.tx);
    const mine = accountsOf(tx, ctx.workspaceId).where('s.id', '=', input.id).where('s.disabled_at', 'is', null);
    const found = await mine.forUpdate('s').executeTakeFirst();
    if (found === undefined || !allows(ctx.actor, 'service_account.create', { teamId: found.team_id }))
      throw notFound('service account');
    const expires_at = checkEnd(ctx, found.team_id, input.expiresAt);
    const owner_name = await findOwner(tx, ctx.workspaceId, input.ownerId);
    const next = { owner_id: input.ownerId, expires_at };
    await tx.updateTable('service_accounts').set(next).where('id', '=', found.id).execute();
    const { name, team_id: teamId } = found;
    const payload = { name, teamId, ownerId: input.ownerId, expiresAt: expires_at.toISOString() };
    unit.append({ type: 'service_account.renewed', v: 1, resource: found.id, payload });
    return serviceAccountOf({ ...found, ...next, owner_name, owner_gone: false });
  });
}
