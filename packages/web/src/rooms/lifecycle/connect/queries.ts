import { queryOptions } from '@tanstack/react-query';
import type { Run, RunList } from 'signalbox/contract/monitoring';
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

/** `before`: runs that were there at the first look, though they may have begun within the last hour. */
type FirstRun = { before: readonly string[]; run: Run | null };

/** How far an agent's clock may be behind, or how long a run may have gone on already, for it to be seen as one that came. */
const slackMs = 3_600_000;

/** The first run that came since then (ISO 8601), whenever it began; asked until there is one. */
export const firstRunQuery = (since: string) => {
  const queryKey = ['runs', 'first', since];
  return queryOptions({
    queryKey,
    queryFn: async ({ signal, client }): Promise<FirstRun> => {
      const from = new Date(Date.parse(since) - slackMs).toISOString();
      const { items } = await read<RunList>('/runs', { query: { limit: 50, from }, signal });
      return firstOf(items, since, client.getQueryData<FirstRun>(queryKey)?.before ?? null);
    },
    refetchInterval: (query) => (query.state.data?.run == null ? 2000 : false),
  });
};

/** Pure. `before` null = this is the first look. `items` newest first. */
export function firstOf(items: readonly Run[], since: string, before: FirstRun['before'] | null): FirstRun {
  const known = before ?? items.filter((run) => run.startedAt < since).map((run) => run.id);
  return { before: known, run: items.findLast((run) => !known.includes(run.id)) ?? null };
}
