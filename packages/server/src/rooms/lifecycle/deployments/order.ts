import type { Ctx } from '../../../spine/ctx.ts';
import type { Db } from '../../../spine/tx.ts';
import { orderByName } from '../model/deployment/environment-order.ts';
import { lifecycleDb } from '../tables.ts';

/** What somebody said; null = nobody did. */
export async function saidOrder(db: Db, { workspaceId }: Ctx): Promise<string[] | null> {
  const row = await lifecycleDb(db)
    .selectFrom('environment_orders')
    .select('environments')
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  return row === undefined ? null : (JSON.parse(row.environments) as string[]);
}

/** The order of environments: as somebody said, else as the names say of those that serve something or have a rule. */
export async function orderOf(ctx: Ctx): Promise<{ environments: string[]; isSet: boolean }> {
  const said = await saidOrder(ctx.state.db, ctx);
  if (said !== null) return { environments: said, isSet: true };
  const db = lifecycleDb(ctx.state.db);
  const served = db.selectFrom('deployments').select('environment').where('workspace_id', '=', ctx.workspaceId);
  const ruled = db.selectFrom('environment_rules').select('environment').where('workspace_id', '=', ctx.workspaceId);
  const known = await served.union(ruled).limit(1_000).execute();
  const environments = orderByName(known.map((one) => one.environment));
  return { environments, isSet: false };
}
