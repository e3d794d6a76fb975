import { authorize } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { change } from '../../spine/ledger/change.ts';
import type { AccessSettings } from '../contract.ts';
import { accessTx } from '../tables.ts';

/** The rules of sign-in in this workspace. Asking for a second factor counts at once: who has none can do nothing but set one up. */
export async function changeSettings(ctx: Ctx, input: AccessSettings): Promise<AccessSettings> {
  authorize(ctx, 'setting.change');
  await change(ctx, async (unit) => {
    const tx = accessTx(unit.tx);
    const mine = tx.selectFrom('access_settings').where('workspace_id', '=', ctx.workspaceId).forUpdate();
    const before = (await mine.select('second_factor_required').executeTakeFirst())?.second_factor_required ?? false;
    const after = input.secondFactorRequired;
    if (before === after) return;
    await tx
      .insertInto('access_settings')
      .values({ workspace_id: ctx.workspaceId, second_factor_required: after })
      .onConflict((conflict) => conflict.column('workspace_id').doUpdateSet({ second_factor_required: after }))
      .execute();
    unit.append({ type: 'setting.changed', v: 1, resource: 'second_factor_required', payload: { before, after } });
  });
  return input;
}
