import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type {
  AllReleases,
  BulkAct,
  BulkResult,
  Calendar,
  DependencyMap,
  EnvironmentOrder,
  EnvironmentRules,
  FleetRules,
  ImportedFreezes,
  ImportFreezes,
  NamingState,
  ServedList,
} from 'signalbox/contract/lifecycle';
import { change, read } from '../../app/api.ts';
import { boundsOf, type Scope } from '../../app/scope.ts';

/** Questions about all agents. All begin with "agents": whatever changes one of them makes them old. */
export const servedQuery = (teamId: string | undefined) =>
  queryOptions({
    queryKey: ['agents', 'served', teamId],
    queryFn: ({ signal }) => read<ServedList>('/deployments', { query: { teamId }, signal }),
  });

export const allReleasesQuery = (teamId: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['agents', 'all-releases', teamId],
    queryFn: ({ signal, pageParam }) =>
      read<AllReleases>('/releases', { query: { teamId, cursor: pageParam, limit: 100 }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

type Between = { from: string | undefined; to: string | undefined };
export const calendarQuery = ({ team, env }: Scope, between: Between) =>
  queryOptions({
    queryKey: ['agents', 'calendar', { team, env, ...between }],
    queryFn: ({ signal }) =>
      read<Calendar>('/calendar', { query: { ...between, teamId: team, environment: env }, signal }),
    placeholderData: keepPreviousData,
  });

/** What was deployed in the time of the page. */
export const changesQuery = (scope: Scope) =>
  queryOptions({
    queryKey: ['agents', 'changes', scope],
    queryFn: ({ signal }) => {
      const { from, to } = boundsOf(scope, Date.now());
      const query = { from: from ?? '2020-01-01T00:00:00.000Z', to, teamId: scope.team, environment: scope.env };
      return read<Calendar>('/calendar', { query, signal });
    },
    placeholderData: keepPreviousData,
  });

export const rulesQuery = ({ team, env }: Scope) =>
  queryOptions({
    queryKey: ['agents', 'rules', { team, env }],
    queryFn: ({ signal }) => read<FleetRules>('/fleet/rules', { query: { teamId: team, environment: env }, signal }),
    placeholderData: keepPreviousData,
  });

export const mapQuery = (scope: Scope) =>
  queryOptions({
    queryKey: ['agents', 'map', scope],
    queryFn: ({ signal }) =>
      read<DependencyMap>('/map', { query: { ...boundsOf(scope, Date.now()), teamId: scope.team }, signal }),
    placeholderData: keepPreviousData,
  });

/** What a change of many would do to each; nothing is changed. */
export const bulkPreviewQuery = (agents: readonly string[], act: BulkAct | null) =>
  queryOptions({
    queryKey: ['preview', 'bulk', agents, act],
    queryFn: () => change<BulkResult>('/agents/bulk?preview=true', { agents, act }),
    enabled: act !== null && agents.length > 0,
    staleTime: 0,
    retry: false,
  });

/** What importing this calendar would do, event by event; nothing is changed. */
export const importPreviewQuery = (wish: ImportFreezes | null) =>
  queryOptions({
    queryKey: ['preview', 'freezes', wish],
    queryFn: () => change<ImportedFreezes>('/freezes/import?preview=true', wish),
    enabled: wish !== null,
    staleTime: 0,
    retry: false,
  });

/** What agents may be called, and which are called otherwise; with a pattern, which would be by that. */
export const namingQuery = (pattern?: string) =>
  queryOptions({
    queryKey: ['agents', 'naming', pattern],
    queryFn: ({ signal }) => read<NamingState>('/fleet/naming', { query: { pattern }, signal }),
    retry: false,
  });

export const environmentOrderQuery = queryOptions({
  queryKey: ['agents', 'environment-order'],
  queryFn: ({ signal }) => read<EnvironmentOrder>('/environments/order', { signal }),
});

export const environmentRulesQuery = queryOptions({
  queryKey: ['agents', 'environment-rules'],
  queryFn: ({ signal }) => read<EnvironmentRules>('/environments/rules', { signal }),
});
