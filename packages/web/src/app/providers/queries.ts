import { queryOptions } from '@tanstack/react-query';
import type { ModelProvider, ModelProviderDetail } from 'signalbox/contract/access/providers';
import { read } from '../api.ts';

/** Start with "access": a ledger event makes them old. */
export const providersQuery = queryOptions({
  queryKey: ['access', 'providers'],
  queryFn: ({ signal }) => read<{ items: ModelProvider[] }>('/providers', { signal }),
  retry: false,
});

export const providerQuery = (id: string) =>
  queryOptions({
    queryKey: ['access', 'provider', id],
    queryFn: ({ signal }) => read<ModelProviderDetail>(`/providers/${id}`, { signal }),
  });
