import { useQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import type { Change } from 'signalbox/contract/monitoring/changes';
import { useMemo } from 'react';
import { meQuery } from '../../../app/queries.ts';
import { readScope } from '../../../app/scope.ts';
import { neutralLine } from '../../../format/neutralise.ts';
import type { Marker } from '../../../ui/chart/chart-marks.ts';
import { showsMark } from '../model/marks.ts';
import { changesQuery } from './queries.ts';

type Where = { team?: string | undefined; env?: string | undefined; agent?: string | undefined };
type Time = { from: string; to: string };
const none: Marker[] = [];
const hour = 3_600_000;

/** What changed in a time, as marks of its chart, of the kinds that the URL asks for; none where one may not see figures. */
export function useMarkers(time: Time | undefined, { team, env, agent }: Where): readonly Marker[] {
  const me = useQuery(meQuery).data;
  const marks = useLocation({ select: ({ search }) => readScope(search).marks });
  const on = time !== undefined && marks !== 'none' && me?.rights.includes('totals.read') === true;
  // Of whole hours, so that a range that rolls does not ask anew each time.
  const from = new Date(Math.floor(Date.parse(time?.from ?? '2026-01-01T00:00:00Z') / hour) * hour).toISOString();
  const to = new Date(Math.ceil(Date.parse(time?.to ?? '2026-01-02T00:00:00Z') / hour) * hour).toISOString();
  const { data } = useQuery({ ...changesQuery({ from, to, team, env, agent }), enabled: on });
  return useMemo(
    () => (on ? markersOf((data?.items ?? []).filter(({ kind }) => showsMark(marks, kind))) : none),
    [on, data, marks],
  );
}

export const markersOf = (items: readonly Change[]): Marker[] =>
  items.map(({ at, kind, title, about }) => ({
    ...{ at: Date.parse(at), kind, text: neutralLine(title), path: pathOf(about) },
  }));

const pages: Record<string, string> = { release: '/releases', prompt: '/prompts', run: '/runs' };

/** The page of what changed; null where this version of the web has none. */
function pathOf({ type, id }: Change['about']): string | null {
  if (type === 'calendar') return '/calendar';
  return Object.hasOwn(pages, type) ? `${pages[type]}/${encodeURIComponent(id)}` : null;
}
