import type { Ctx } from '../../../../spine/ctx.ts';
import type { MissingPrices } from '../../contract-costs.ts';
import { calledModels, type PriceFacts, type PriceRange } from './called-models.ts';

const most = 200;

/** Models that were called within the range (by default 30 days) and have no price at its end; most tokens first. */
export async function missingPrices(ctx: Ctx, facts: PriceFacts, query: PriceRange): Promise<MissingPrices> {
  const { items: all, ...range } = await calledModels(ctx, facts, query);
  const missing = all.filter(({ called, inForce }) => inForce === null && called.unknownCalls > 0);
  const items = missing.slice(0, most).map(({ called }) => ({
    ...called,
    ...{ inputTokens: called.inputTokens ?? 0, outputTokens: called.outputTokens ?? 0 },
  }));
  return { items, ...range };
}
