import type { Change, Changes } from '../../packages/server/src/rooms/monitoring/contract-changes.ts';
import type { Dashboard, DashboardList } from '../../packages/server/src/rooms/monitoring/contract-dashboards.ts';
import type { Query, QueryAnswer, QueryCatalogue } from '../../packages/server/src/rooms/monitoring/contract-query.ts';
import { fleetDashboard } from '../../packages/server/src/rooms/monitoring/dashboards/fleet.ts';

type Asked = { method: string; path: string; body: string; empty: boolean };

const own: Dashboard = {
  ...fleetDashboard,
  ...{ id: 'dsh_1', builtIn: false, version: 3, name: 'Night shift', createdBy: 'per_1' },
  changedAt: '2026-11-22T08:00:00.000Z',
};
const measures = [
  ['runs', 'Runs', 'count'],
  ['completion_rate', 'Completion rate', 'ratio'],
  ['failed', 'Failed', 'count'],
  ['latency_p50', 'Latency p50', 'ms'],
  ['latency_p95', 'Latency p95', 'ms'],
  ['cost', 'Cost', 'usd'],
] as const;
const catalogue: QueryCatalogue = {
  measures: measures.map(([id, label, unit]) => ({ id, label, unit, direction: null, description: `${label}.` })),
  dimensions: ['agent', 'model'].map((id) => ({ id, label: id === 'agent' ? 'Agent' : 'Model', description: id })),
};

/** Canned answers about dashboards and their figures; null = asked for something else. */
export function dashboardAnswer({ method, path, body, empty }: Asked): unknown {
  if (path === '/query/catalogue') return catalogue;
  if (path === '/changes') return changed(empty ? [] : changes(Date.now()));
  if (path === '/query') return answered(JSON.parse(body) as Query, empty);
  const all = empty ? [fleetDashboard] : [fleetDashboard, own];
  if (path === '/dashboards')
    return {
      items: all.map((one) => ({ ...one, widgets: one.widgets.length })),
    } satisfies DashboardList;
  const found = all.find(({ id }) => path === `/dashboards/${id}`);
  if (found === undefined) return null;
  return method === 'PUT' ? { ...found, ...(JSON.parse(body) as object), version: found.version + 1 } : found;
}

const changes = (now: number): Change[] => {
  const one = (hours: number, kind: string, title: string, [type, id]: [string, string]): Change => ({
    ...{ id: `${kind} ${hours}`, at: new Date(now - hours * 3_600_000).toISOString(), kind, how: 'seen', title },
    ...{ about: { type, id }, teamId: null, agent: null, environment: null, reason: '', by: null },
  });
  return [
    one(19, 'freeze', 'Frozen: the sale of the year', ['calendar', 'frz_1']),
    one(12, 'release', 'refund-clerk 1.4.2 is deployed to production', ['release', 'rel_1']),
    one(11.9, 'model', 'refund-clerk: gpt-5 of openai becomes gpt-5-mini', ['release', 'rel_1']),
    one(11.8, 'prompt', 'refunds: production moves from version 3 to 4', ['prompt', 'prm_1']),
    one(1, 'prompt', 'tone: staging is put on version 9', ['prompt', 'prm_2']),
  ];
};
const changed = (items: Change[]): Changes => ({
  items,
  byKind: [...Map.groupBy(items, ({ kind }) => kind)].map(([kind, own]) => ({ kind, changes: own.length })),
  ...{ truncated: false, from: items.at(0)?.at ?? '', to: items.at(-1)?.at ?? '' },
});

const steps = 24;

/** Waves over a day, one for each of two groups; with a gap in what is no count. */
function answered({ measures: asked, dimensions, grain, from, to }: Query, empty: boolean): QueryAnswer {
  const length = (Date.parse(to) - Date.parse(from)) / steps;
  const points =
    grain === 'none'
      ? []
      : Array.from({ length: steps }, (_, at) => new Date(Date.parse(from) + at * length).toISOString());
  const groups = dimensions.length === 0 ? [[]] : [['refund-clerk'], ['a-name-that-is-longer-than-there-is-room-for']];
  const times = points.length === 0 ? [[]] : points.filter((_, at) => at < 9 || at > 11).map((point) => [point]);
  const rows = times.flatMap((time, at) =>
    groups.map((group, n) => [...time, ...group, ...asked.map((id) => value(id, Math.sin(at / 3 + n) + 2))]),
  );
  const column = (id: string, kind: 'time' | 'dimension' | 'measure') => {
    const [, label, unit] = measures.find(([one]) => one === id) ?? [id, id, null];
    return { id, kind, label, unit, direction: null };
  };
  return {
    columns: [
      ...(points.length === 0 ? [] : [column('time', 'time')]),
      ...dimensions.map((id) => column(id, 'dimension')),
      ...asked.map((id) => column(id, 'measure')),
    ],
    ...{ rows: empty ? [] : rows, folded: [], points, grain: grain === 'none' ? 'none' : 'hour', timeZone: 'UTC' },
    shares: { inferred: {}, unknown: {}, n: {} },
    ...{ answeredBy: ['agents_1h'], from, to, asOf: to },
  };
}

const value = (id: string, size: number): number => {
  const unit = measures.find(([one]) => one === id)?.[2];
  return unit === 'ratio' ? size / 3 : unit === 'usd' ? size / 7 : Math.round(size * 40);
};
