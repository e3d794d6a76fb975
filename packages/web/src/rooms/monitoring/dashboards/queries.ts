import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Changes } from 'signalbox/contract/monitoring/changes';
import type { Dashboard, DashboardList } from 'signalbox/contract/monitoring/dashboards';
import type { QueryAnswer, QueryCatalogue } from 'signalbox/contract/monitoring/query';
import { change, read } from '../../../app/api.ts';
import { bodyOf, type Question } from './model/question.ts';

/** What dashboards say begins with "dashboards": a ledger event makes it old. Figures begin with "figures". */
export const dashboardPath = (id: string): string => `/dashboards/${encodeURIComponent(id)}`;

export const dashboardsQuery = queryOptions({
  queryKey: ['dashboards', 'list'],
  queryFn: ({ signal }) => read<DashboardList>('/dashboards', { signal }),
});

export const dashboardQuery = (id: string) =>
  queryOptions({
    queryKey: ['dashboards', 'one', id],
    queryFn: ({ signal }) => read<Dashboard>(dashboardPath(id), { signal }),
  });

export const catalogueQuery = queryOptions({
  queryKey: ['figures', 'catalogue'],
  queryFn: ({ signal }) => read<QueryCatalogue>('/query/catalogue', { signal }),
  staleTime: 600_000,
});

/** The time is put in when it is asked: a rolling range goes on with the clock. */
export const answerQuery = (question: Question) =>
  queryOptions({
    queryKey: ['figures', 'answer', question],
    queryFn: () => change<QueryAnswer>('/query', bodyOf(question, Date.now(), browserZone())),
    placeholderData: keepPreviousData,
    staleTime: 10_000,
    retry: false,
  });

const browserZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

type Span = { from: string; to: string; team: string | undefined; env: string | undefined; agent: string | undefined };
/** What changed in the time of a chart. */
export const changesQuery = ({ from, to, team, env, agent }: Span) =>
  queryOptions({
    queryKey: ['agents', 'changes', { from, to, team, env, agent }],
    queryFn: ({ signal }) =>
      read<Changes>('/changes', { query: { from, to, teamId: team, environment: env, agent }, signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    // A label that moves is no event of an agent.
    refetchInterval: 60_000,
    retry: false,
  });
