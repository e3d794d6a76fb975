import { isDeepStrictEqual } from 'node:util';
import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { change } from '../../../spine/ledger/change.ts';
import type { EnvironmentOrder, SetEnvironmentOrder } from '../contract-environments.ts';
import { orderOf, saidOrder } from '../deployments/order.ts';
import { lifecycleTx } from '../tables.ts';

/** From which environment a release is promoted to which, in the whole workspace; none = as their names say. */
export async function setEnvironmentOrder(ctx: Ctx, { environments }: SetEnvironmentOrder): Promise<EnvironmentOrder> {
  authorize(ctx, 'environment.change', {});
  const { workspaceId: workspace_id } = ctx;
  await change(ctx, async ({ tx, append }) => {
    const orders = lifecycleTx(tx);
    const before = (await saidOrder(tx, ctx)) ?? [];
    if (isDeepStrictEqual(before, environments)) return;
    const row = { environments: JSON.stringify(environments) };
    await (environments.length === 0
      ? orders.deleteFrom('environment_orders').where('workspace_id', '=', workspace_id).execute()
      : orders
          .insertInto('environment_orders')
          .values({ workspace_id, ...row })
          .onConflict((conflict) => conflict.column('workspace_id').doUpdateSet(row))
          .execute());
    append({ type: 'environment_order.set', v: 1, resource: workspace_id, payload: { before, after: environments } });
  });
  return orderOf(ctx);
}
