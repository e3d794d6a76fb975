import { queryOptions } from '@tanstack/react-query';
import type { MissingPrices, PriceList, UsedPrices } from 'signalbox/contract/monitoring';
import { read } from '../../../app/api.ts';

/** The list and what is said here instead; followed while costs are computed anew. */
export const pricesQuery = queryOptions({
  queryKey: ['prices', 'list'],
  queryFn: ({ signal }) => read<PriceList>('/prices', { signal }),
  refetchInterval: (query) => (query.state.data?.recalculation == null ? false : 1000),
});

/** Models of the last 30 days with what they cost. */
export const usedPricesQuery = queryOptions({
  queryKey: ['prices', 'used'],
  queryFn: ({ signal }) => read<UsedPrices>('/prices/used', { signal }),
});

/** Those of unknown cost, since nobody said a price. */
export const missingPricesQuery = queryOptions({
  queryKey: ['prices', 'missing'],
  queryFn: ({ signal }) => read<MissingPrices>('/prices/missing', { signal }),
});
