import { queryOptions } from '@tanstack/react-query';
import type { Key, Me, SignInWays } from 'signalbox/contract/access';
import type { Facets } from 'signalbox/contract/monitoring';
import { read, rememberCsrf } from './api.ts';
import type { Health } from './health-model.ts';

/** Questions that several pages ask. Those about access start with "access": a ledger event makes them old. */
export const meQuery = queryOptions({
  queryKey: ['access', 'me'],
  queryFn: async ({ signal }) => {
    const me = await read<Me>('/me', { signal });
    rememberCsrf(me.csrf);
    return me;
  },
  staleTime: 60_000,
});

/** How one can sign in here; asked before anybody is. */
export const waysQuery = queryOptions({
  queryKey: ['ways'],
  queryFn: ({ signal }) => read<SignInWays>('/sign-in/ways', { signal }),
  staleTime: 60_000,
});

export const healthQuery = queryOptions({
  queryKey: ['health'],
  queryFn: ({ signal }) => read<Health>('/health', { signal }),
  refetchInterval: 15_000,
  retry: false,
});

export const facetsQuery = queryOptions({
  queryKey: ['facets'],
  queryFn: ({ signal }) => read<Facets>('/runs/facets', { signal }),
  staleTime: 60_000,
});

export const keysQuery = queryOptions({
  queryKey: ['access', 'keys'],
  queryFn: ({ signal }) => read<{ items: Key[] }>('/keys', { query: { limit: 200 }, signal }),
  retry: false,
});
