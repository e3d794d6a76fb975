import { queryOptions } from '@tanstack/react-query';
import type { AgentList } from 'signalbox/contract/lifecycle';
import type { DemoState } from 'signalbox/contract/monitoring';
import { read } from '../../../app/api.ts';

/** Is demo data here? Followed every two seconds while it goes. */
export const demoQuery = queryOptions({
  queryKey: ['demo'],
  queryFn: ({ signal }) => read<DemoState>('/demo', { signal }),
  staleTime: 60_000,
  retry: false,
  refetchInterval: (query) => (query.state.data?.state === 'removing' ? 2000 : false),
});

/** The agents of the demo with what they did in all time; asked again where its figures could not be read. */
export const demoAgentsQuery = (teamId: string) =>
  queryOptions({
    queryKey: ['demo', 'agents', teamId],
    queryFn: ({ signal }) =>
      read<AgentList>('/agents', { query: { teamId, from: '2020-01-01T00:00:00.000Z', limit: 200 }, signal }),
    refetchInterval: (query) => (query.state.data?.readable === false ? 3000 : false),
  });
