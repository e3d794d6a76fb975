import { authorize } from '../../../../spine/authorize.ts';
import type { Ctx } from '../../../../spine/ctx.ts';
import type { UsedPrices } from '../../contract-costs.ts';
import type { InForce } from '../../prices/book.ts';
import type { Rates } from '../../prices/rates.ts';
import { calledModels, type PriceFacts, type PriceRange } from './called-models.ts';

type Item = UsedPrices['items'][number];

const most = 200;

/** Models that were called within the range (by default 30 days), with what they cost at its end; most tokens first. */
export async function usedPrices(ctx: Ctx, facts: PriceFacts, query: PriceRange): Promise<UsedPrices> {
  authorize(ctx, 'price.read', 'anywhere');
  const { items, ...range } = await calledModels(ctx, facts, query);
  return {
    items: items.slice(0, most).map(({ called, inForce }) => ({ ...called, price: inForce && priceOf(inForce) })),
    ...range,
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
