import type { Ctx } from '../../../../spine/ctx.ts';
import type { MissingPrices } from '../../contract-costs.ts';
import { calledModels, type PriceFacts, type PriceRange } from './called-models.ts';
import { type ModelPosition, type PageAsked, pageOf } from './model-page.ts';

type Found = Omit<MissingPrices, 'nextCursor'> & { next: ModelPosition | null };

/** Models that were called within the range (by default 30 days) and have no price at its end; most tokens first. */
export async function missingPrices(
  ctx: Ctx,
  facts: PriceFacts,
  { range, page }: { range: PriceRange; page: PageAsked },
): Promise<Found> {
  const { items: all, ...asked } = await calledModels(ctx, facts, range);
  const missing = all.filter(({ called, inForce }) => inForce === null && called.unknownCalls > 0);
  const { items, next } = pageOf(missing, page);
  return { items: items.map(({ called }) => called), next, ...asked };
}
