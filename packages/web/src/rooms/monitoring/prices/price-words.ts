import type { PriceOverride, UsedPrices } from 'signalbox/contract/monitoring';
import { rate } from '../../../format/number.ts';

type InForce = NonNullable<UsedPrices['items'][number]['price']>;

/** Where a price comes from: "said here", "list, since 2025-08-07", "list since 2025-08-07, less a discount". */
export function originOf({
  overrideId,
  source,
  validFrom,
}: Pick<InForce, 'overrideId' | 'source' | 'validFrom'>): string {
  if (source === null) return 'said here';
  const listed = validFrom === null ? 'list' : `list since ${validFrom}`;
  return overrideId === null ? listed : `${listed}, less a discount said here`;
}

/** "in 2.00, out 4.00, cache read 0.20" or "10 % off the list". */
export function termsOf({ rates, discountPercent }: Pick<PriceOverride, 'rates' | 'discountPercent'>): string {
  if (rates === null) return `${discountPercent ?? 0} % off the list`;
  const said: [string, number | undefined][] = [
    ['in', rates.input],
    ['out', rates.output],
    ['cache read', rates.cacheRead],
    ['cache write', rates.cacheWrite5m],
    ['reasoning', rates.reasoning],
  ];
  return said.flatMap(([name, usd]) => (usd === undefined ? [] : [`${name} ${rate(usd)}`])).join(', ');
}
