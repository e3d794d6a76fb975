import { useQuery } from '@tanstack/react-query';
import type { CalendarEntry } from 'signalbox/contract/lifecycle';
import type { QueryAnswer } from 'signalbox/contract/monitoring/query';
import { useMemo } from 'react';
import { meQuery } from '../../../app/queries.ts';
import { neutralLine } from '../../../format/neutralise.ts';
import type { Marker } from '../../../ui/chart/chart-model.ts';
import { deployedQuery } from './queries.ts';

type Where = { team?: string | undefined; env?: string | undefined; agentId?: string | undefined };
const none: Marker[] = [];
const hour = 3_600_000;

/** Releases that were deployed in the time of an answer, as marks of its chart; none where one may not see them. */
export function useMarkers(answer: QueryAnswer | undefined, { team, env, agentId }: Where): readonly Marker[] {
  const me = useQuery(meQuery).data;
  const on = answer !== undefined && answer.points.length > 1 && me?.rights.includes('agent.read') === true;
  // Of whole hours, so that a range that rolls does not ask anew each time.
  const from = new Date(Math.floor(Date.parse(answer?.from ?? '2026-01-01T00:00:00Z') / hour) * hour).toISOString();
  const to = new Date(Math.ceil(Date.parse(answer?.to ?? '2026-01-02T00:00:00Z') / hour) * hour).toISOString();
  const { data } = useQuery({ ...deployedQuery({ from, to, team, env }), enabled: on });
  return useMemo(() => (on ? markersOf(data?.items ?? [], agentId) : none), [on, data, agentId]);
}

export const markersOf = (items: readonly Partial<CalendarEntry>[], agentId?: string): Marker[] =>
  items.flatMap(({ kind, from, agent, release, environment }) =>
    kind === 'deployment' && from !== undefined && (agentId === undefined || agent?.id === agentId)
      ? [{ at: Date.parse(from), kind: 'release' as const, text: wordsOf(agent?.name, release?.version, environment) }]
      : [],
  );

const wordsOf = (agent = 'An agent', version = 'a release', environment: string | null | undefined): string =>
  neutralLine(`${agent} ${version}${environment == null ? '' : ` in ${environment}`}`);
