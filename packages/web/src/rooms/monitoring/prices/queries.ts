import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { MissingPrices, PriceList, UsedPrices } from 'signalbox/contract/monitoring';
import { read } from '../../../app/api.ts';

const limit = 100;

/** The list and what is said here instead; followed while costs are computed anew. */
export const pricesQuery = queryOptions({
  queryKey: ['prices', 'list'],
  queryFn: ({ signal }) => read<PriceList>('/prices', { signal }),
  refetchInterval: (query) => (query.state.data?.recalculation == null ? false : 1000),
});

/** Models of the last 30 days with what they cost. */
export const usedPricesQuery = infiniteQueryOptions({
  queryKey: ['prices', 'used'],
  queryFn: ({ signal, pageParam: cursor }) => read<UsedPrices>('/prices/used', { query: { limit, cursor }, signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.nextCursor,
});

/** Those of unknown cost, since nobody said a price. */
export const missingPricesQuery = infiniteQueryOptions({
  queryKey: ['prices', 'missing'],
  queryFn: ({ signal, pageParam: cursor }) =>
    read<MissingPrices>('/prices/missing', { query: { limit, cursor }, signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.nextCursor,
});
