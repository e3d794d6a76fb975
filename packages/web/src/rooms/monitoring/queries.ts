import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { RunList, RunPage, StepDetail, Totals, Transcript } from 'signalbox/contract/monitoring';
import type { Comparison } from 'signalbox/contract/monitoring/comparison';
import type { Histogram, ListedSteps, ListedUsers, RunFacetCounts } from 'signalbox/contract/monitoring/explorer';
import type { SavedViewList } from 'signalbox/contract/monitoring/views';
import { read, type Query } from '../../app/api.ts';

export const pageSize = 100;

/** Runs, newest first. `query` holds filters and bounds; its identity is the list's. */
export const runsQuery = (query: Query) =>
  infiniteQueryOptions({
    queryKey: ['runs', query],
    queryFn: ({ pageParam, signal }) => readRuns(query, pageParam, pageSize, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });

export const readRuns = (
  query: Query,
  cursor: string | undefined,
  limit: number,
  signal?: AbortSignal,
): Promise<RunList> => read<RunList>('/runs', { query: { ...query, limit, cursor }, signal });

/** A run with its steps, page after page. */
export const runQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['run', id],
    queryFn: ({ pageParam, signal }) =>
      read<RunPage>(`/runs/${encodeURIComponent(id)}`, { query: { cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });

export const transcriptQuery = (id: string) =>
  queryOptions({
    queryKey: ['transcript', id],
    queryFn: ({ signal }) => read<Transcript>(`/runs/${encodeURIComponent(id)}/transcript`, { signal }),
  });

/** Other runs of the same trace. */
export const siblingsQuery = (id: string) =>
  queryOptions({
    queryKey: ['siblings', id],
    queryFn: ({ signal }) => read<Pick<RunList, 'items'>>(`/runs/${encodeURIComponent(id)}/siblings`, { signal }),
    staleTime: 60_000,
  });

export const stepQuery = (id: string, spanId: string) =>
  queryOptions({
    queryKey: ['step', id, spanId],
    queryFn: ({ signal }) =>
      read<StepDetail>(`/runs/${encodeURIComponent(id)}/steps/${encodeURIComponent(spanId)}`, { signal }),
  });

export const totalsQuery = (bounds: { from?: string; to?: string }) =>
  queryOptions({
    queryKey: ['totals', bounds],
    queryFn: ({ signal }) => read<Totals>('/totals', { query: bounds, signal }),
    placeholderData: keepPreviousData,
  });

/** Is there any run at all? Asked only when a list came back empty. */
export const anyRunQuery = queryOptions({
  queryKey: ['runs', 'any'],
  queryFn: ({ signal }) => readRuns({}, undefined, 1, signal),
  staleTime: 0,
});

/** Runs of a filter over time. */
export const histogramQuery = (query: Query) =>
  queryOptions({
    queryKey: ['run-histogram', query],
    queryFn: ({ signal }) => read<Histogram>('/runs/histogram', { query, signal }),
    placeholderData: keepPreviousData,
  });

export const facetCountsQuery = (query: Query) =>
  queryOptions({
    queryKey: ['facet-counts', query],
    queryFn: ({ signal }) => read<RunFacetCounts>('/runs/facet-counts', { query, signal }),
    placeholderData: keepPreviousData,
  });

/** Steps of the runs of a filter, page after page. */
export const stepsQuery = (query: Query) =>
  infiniteQueryOptions({
    queryKey: ['steps', query],
    queryFn: ({ pageParam, signal }) =>
      read<ListedSteps>('/steps', { query: { ...query, limit: pageSize, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });

/** Whom the runs of a filter served, page after page. */
export const usersQuery = (query: Query) =>
  infiniteQueryOptions({
    queryKey: ['users', query],
    queryFn: ({ pageParam, signal }) =>
      read<ListedUsers>('/users', { query: { ...query, limit: pageSize, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });

export const comparisonQuery = (a: string, b: string) =>
  queryOptions({
    queryKey: ['comparison', a, b],
    queryFn: ({ signal }) => read<Comparison>('/runs/compare', { query: { a, b }, signal }),
  });

/** Lists kept with their filters. */
export const savedViewsQuery = queryOptions({
  queryKey: ['saved-views'],
  queryFn: ({ signal }) => read<SavedViewList>('/saved-views', { signal }),
  staleTime: 60_000,
});
