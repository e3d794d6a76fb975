import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import { change } from '../../../spine/ledger/change.ts';
import { termsOf } from '../prices/override-row.ts';
import { requestReassembly } from '../rebuild/reassembly.ts';
import type { MonitoringTables } from '../tables.ts';

/** The price list holds again. Throws `monitoring.price_not_found`. */
export async function removePrice(ctx: Ctx, { id }: { id: string }): Promise<void> {
  authorize(ctx, 'price.change');
  await change(ctx, async ({ tx, append }) => {
    const row = await tx
      .withTables<MonitoringTables>()
      .deleteFrom('price_overrides')
      .where('workspace_id', '=', ctx.workspaceId)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst();
    if (row === undefined) throw new AppError('monitoring.price_not_found');
    const { provider, model } = row;
    append({
      type: 'price.removed',
      v: 1,
      resource: id,
      payload: { provider, model, before: termsOf(row), after: null },
    });
    await requestReassembly(tx, ctx.workspaceId, { column: 'model', values: [model.replace(/\*$/, '')] });
  });
}
