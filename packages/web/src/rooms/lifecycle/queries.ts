import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type {
  AgentHistory,
  AgentList,
  AgentNames,
  AgentOverview,
  AgentSuggestions,
  NameChange,
  Reassembly,
} from 'signalbox/contract/lifecycle';
import { change, read } from '../../app/api.ts';
import { boundsOf, type Scope } from '../../app/scope.ts';
import type { AgentsSearch } from './search.ts';

/** The scope of the page as the API takes it; a rolling window is taken anew with each question. */
const windowOf = (scope: Scope): { from?: string; to?: string } =>
  scope.range === 'all' ? { from: '2020-01-01T00:00:00.000Z' } : boundsOf(scope, Date.now());

export const agentsQuery = (scope: Scope, { q, health, unclaimed, sort }: AgentsSearch) =>
  queryOptions({
    queryKey: ['agents', 'list', { ...scope, q, health, unclaimed, sort }],
    queryFn: ({ signal }) => {
      const filters = { teamId: scope.team, environment: scope.env, q, health, unclaimed, sort };
      return read<AgentList>('/agents', { query: { ...windowOf(scope), ...filters, limit: 200 }, signal });
    },
    placeholderData: keepPreviousData,
  });

/** Are there any agents at all? Asked only when a list came back empty. */
export const anyAgentQuery = queryOptions({
  queryKey: ['agents', 'any'],
  queryFn: ({ signal }) => read<AgentList>('/agents', { query: { limit: 1 }, signal }),
  staleTime: 0,
});

export const agentQuery = (id: string, scope: Scope) =>
  queryOptions({
    queryKey: ['agents', 'one', id, scope],
    queryFn: ({ signal }) =>
      read<AgentOverview>(`/agents/${encodeURIComponent(id)}`, {
        query: { ...windowOf(scope), environment: scope.env },
        signal,
      }),
    placeholderData: keepPreviousData,
  });

export const historyQuery = (id: string) =>
  queryOptions({
    queryKey: ['agents', 'history', id],
    queryFn: ({ signal }) => read<AgentHistory>(`/agents/${encodeURIComponent(id)}/history`, { signal }),
  });

export const namesQuery = queryOptions({
  queryKey: ['agents', 'names'],
  queryFn: ({ signal }) => read<AgentNames>('/agents/names', { signal }),
});

export const suggestionsQuery = queryOptions({
  queryKey: ['agents', 'suggestions'],
  queryFn: ({ signal }) => read<AgentSuggestions>('/agents/suggestions', { signal }),
  staleTime: 60_000,
});

/** What a verb would change; `path` after /agents. */
export const previewQuery = (path: string, body: object) =>
  queryOptions({
    queryKey: ['preview', path, body],
    queryFn: () => change<NameChange>(`/agents${path}?preview=true`, body),
    staleTime: 0,
    retry: false,
  });

/** How far runs have followed; asked each second until they have. */
export const reassemblyQuery = (id: string) =>
  queryOptions({
    queryKey: ['agents', 'reassembly', id],
    queryFn: ({ signal }) => read<Reassembly>(`/reassemblies/${id}`, { signal }),
    refetchInterval: (query) => (query.state.data?.finishedAt == null ? 1000 : false),
  });
