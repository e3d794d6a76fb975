import { allows, authorize } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { change } from '../../spine/ledger/change.ts';
import { notFound } from '../not-found.ts';
import { accountsOf } from '../service-accounts.ts';
import { accessTx } from '../tables.ts';

/** Ends it for good: its keys are refused from now on. Repeating it changes nothing. */
export async function disableServiceAccount(ctx: Ctx, input: { id: string; reason: string }): Promise<void> {
  authorize(ctx, 'key.revoke', 'anywhere');
  await change(ctx, async (unit) => {
    const tx = accessTx(unit.tx);
    const mine = accountsOf(tx, ctx.workspaceId).where('s.id', '=', input.id);
    const found = await mine.forUpdate('s').executeTakeFirst();
    if (found === undefined || !allows(ctx.actor, 'key.revoke', { teamId: found.team_id }))
      throw notFound('service account');
    if (found.disabled_at !== null) return;
    const disabled_at = new Date(ctx.clock.now());
    await tx.updateTable('service_accounts').set({ disabled_at }).where('id', '=', found.id).execute();
    const payload = { teamId: found.team_id, reason: input.reason };
    unit.append({ type: 'service_account.disabled', v: 1, resource: found.id, payload });
  });
}
