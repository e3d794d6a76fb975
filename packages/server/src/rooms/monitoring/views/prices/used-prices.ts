import { authorize } from '../../../../spine/authorize.ts';
import type { Ctx } from '../../../../spine/ctx.ts';
import type { UsedPrices } from '../../contract-costs.ts';
import type { InForce } from '../../prices/book.ts';
import type { Rates } from '../../prices/rates.ts';
import { type ModelPosition, type PageAsked, pageOf } from './model-page.ts';
import { calledModels, type PriceFacts, type PriceRange } from './called-models.ts';

type Item = UsedPrices['items'][number];

type Found = Omit<UsedPrices, 'nextCursor'> & { next: ModelPosition | null };

/** Models that were called within the range (by default 30 days), with what they cost at its end; most tokens first. */
export async function usedPrices(
  ctx: Ctx,
  facts: PriceFacts,
  { range, page }: { range: PriceRange; page: PageAsked },
): Promise<Found> {
  authorize(ctx, 'price.read', 'anywhere');
  const { items: all, ...asked } = await calledModels(ctx, facts, range);
  const { items, next } = pageOf(all, page);
  return {
    items: items.map(({ called, inForce }) => ({ ...called, price: inForce && priceOf(inForce) })),
    next,
    ...asked,
  };
}

const priceOf = ({ price, entry, overrideId }: InForce): NonNullable<Item['price']> => ({
  version: price.version,
  rates: usdOf(price),
  above: price.above && { ...usdOf(price.above), inputTokens: price.above.inputTokens },
  overrideId,
  source: entry?.source ?? null,
  validFrom: entry?.validFrom ?? null,
});

const usdOf = ({ input, output, cacheRead, cacheWrite, reasoning }: Rates): NonNullable<Item['price']>['rates'] => ({
  input: usd(input),
  output: usd(output),
  ...(cacheRead !== null && { cacheRead: usd(cacheRead) }),
  ...(cacheWrite !== null && { cacheWrite5m: usd(cacheWrite) }),
  ...(reasoning !== null && { reasoning: usd(reasoning) }),
});

const usd = (nano: bigint): number => Number(nano) / 1e9;
