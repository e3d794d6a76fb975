import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { FailureFacets, FailureList, FailurePage } from 'signalbox/contract/monitoring/failures';
import { type Query, read } from '../../../app/api.ts';

const limit = 100;
/** Counts go on while one reads; the order of the list is that of the answer. */
const renewMs = 15_000;

export const failuresQuery = (query: Query) =>
  infiniteQueryOptions({
    queryKey: ['failures', 'list', query],
    queryFn: ({ signal, pageParam: cursor }) =>
      read<FailureList>('/failures', { query: { ...query, limit, cursor }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: renewMs,
  });

export const failureQuery = (id: string, bounds: { from?: string; to?: string }) =>
  queryOptions({
    queryKey: ['failures', 'one', id, bounds],
    queryFn: ({ signal }) => read<FailurePage>(`/failures/${encodeURIComponent(id)}`, { query: bounds, signal }),
    placeholderData: keepPreviousData,
  });

export const failureFacetsQuery = queryOptions({
  queryKey: ['failures', 'facets'],
  queryFn: ({ signal }) => read<FailureFacets>('/failures/facets', { signal }),
});

/** Failures that one run has, with how many there are of each in the last 30 days. */
export const failuresOfRunQuery = (run: string) =>
  queryOptions({
    queryKey: ['failures', 'of run', run],
    queryFn: ({ signal }) => read<FailureList>('/failures', { query: { run, sort: 'count', limit: 5 }, signal }),
  });
