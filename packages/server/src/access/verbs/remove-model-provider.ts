import { authorize } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { AppError } from '../../spine/errors.ts';
import { change } from '../../spine/ledger/change.ts';
import { lockModelProvider } from '../model-provider-rows.ts';
import { accessTx } from '../tables.ts';

/** Gone with its key: nothing can ask it any more. `confirm`: its name, else `access.confirm_mismatch`. */
export async function removeModelProvider(ctx: Ctx, input: { id: string; confirm: string }): Promise<void> {
  authorize(ctx, 'model_provider.change', 'anywhere');
  await change(ctx, async ({ tx, append }) => {
    const db = accessTx(tx);
    const { id, name, team_id: teamId } = await lockModelProvider(db, ctx, input.id);
    if (input.confirm.trim() !== name) throw new AppError('access.confirm_mismatch', { params: { name } });
    await db.deleteFrom('ops_model_provider_uses').where('provider_id', '=', id).execute();
    await db.deleteFrom('model_providers').where('id', '=', id).execute();
    append({ type: 'model_provider.removed', v: 1, resource: id, payload: { teamId } });
  });
}
