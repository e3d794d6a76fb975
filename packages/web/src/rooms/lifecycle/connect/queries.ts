import { queryOptions } from '@tanstack/react-query';
import type { RunList } from 'signalbox/contract/monitoring';
import { read } from '../../../app/api.ts';

export type Arrival = {
  seq: number;
  at: string;
  keyId: string | null;
  signal: string | null;
  outcome: 'kept' | 'partly' | 'not_kept' | 'wrong_key' | 'no_key' | 'refused';
  detail: string;
  bytes: number;
};

/** What became of the last telemetry requests; asked each second and a half while somebody looks. */
export const arrivalsQuery = queryOptions({
  queryKey: ['arrivals'],
  queryFn: ({ signal }) => read<{ items: Arrival[]; newest: number }>('/arrivals', { signal }),
  refetchInterval: 1500,
});

/** The first run since then; asked until there is one. `since` ISO 8601. */
export const firstRunQuery = (since: string) =>
  queryOptions({
    queryKey: ['runs', 'first', since],
    queryFn: ({ signal }) => read<RunList>('/runs', { query: { limit: 1, from: since }, signal }),
    refetchInterval: (query) => ((query.state.data?.items.length ?? 0) === 0 ? 2000 : false),
  });
