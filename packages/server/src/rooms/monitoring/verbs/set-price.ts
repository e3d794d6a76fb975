import { sql } from 'kysely';
import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { newId } from '../../../spine/ids.ts';
import { change } from '../../../spine/ledger/change.ts';
import type { PriceOverride, SetPrice } from '../contract-costs.ts';
import { overrideOf, termsOf } from '../prices/override-row.ts';
import { requestReassembly } from '../rebuild/reassembly.ts';
import type { MonitoringTables } from '../tables.ts';

/** Says what models cost in this workspace, in place of what was said of them before. What was spent on them is computed anew. */
export async function setPrice(ctx: Ctx, input: SetPrice): Promise<PriceOverride> {
  authorize(ctx, 'price.change');
  const { provider = '', model } = input;
  return change(ctx, async ({ tx, append }) => {
    const prices = tx.withTables<MonitoringTables>();
    const before = await prices
      .selectFrom('price_overrides')
      .selectAll()
      .where('workspace_id', '=', ctx.workspaceId)
      .where('provider', '=', provider)
      .where('model', '=', model)
      .forUpdate()
      .executeTakeFirst();
    const terms = {
      rates: input.rates === undefined ? null : JSON.stringify(input.rates),
      discount: Math.round((input.discountPercent ?? 0) * 100),
    };
    const row = await prices
      .insertInto('price_overrides')
      .values({
        ...{ id: newId('prc', ctx.clock.now()), workspace_id: ctx.workspaceId, provider, model, ...terms },
        created_at: sql<Date>`clock_timestamp()`,
      })
      .onConflict((conflict) => conflict.columns(['workspace_id', 'provider', 'model']).doUpdateSet(terms))
      .returningAll()
      .executeTakeFirstOrThrow();
    const payload = { provider, model, before: before === undefined ? null : termsOf(before), after: termsOf(row) };
    append({ type: 'price.set', v: 1, resource: row.id, payload });
    await requestReassembly(tx, ctx.workspaceId, { column: 'model', values: [model.replace(/\*$/, '')] });
    return overrideOf(row);
  });
}
