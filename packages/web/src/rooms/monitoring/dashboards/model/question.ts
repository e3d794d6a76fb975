import type { Widget } from 'signalbox/contract/monitoring/dashboards';
import type { Range, Scope } from '../../../../app/scope.ts';

/** What a chart asks, without the clock: the same question stays the same while time goes on. */
export type Question = {
  kind: Widget['kind'];
  query: Widget['query'];
  scope: Pick<Scope, 'team' | 'env' | 'from' | 'to' | 'tz' | 'compare'> & { range: Exclude<Range, 'all'> };
};

/** As POST /api/v1/query takes it. */
export type QueryBody = Widget['query'] & {
  from: string;
  to: string;
  timeZone: string;
  limit: number;
  compare?: 'previous';
};

const minute = 60_000;
const lengths: Record<Question['scope']['range'], number> = {
  '15m': 15 * minute,
  '1h': 60 * minute,
  '24h': 1440 * minute,
  '7d': 7 * 1440 * minute,
  '30d': 30 * 1440 * minute,
};
/** Groups told by themselves: as many as can be told apart, listed, or read. */
const limits: Record<Widget['kind'], number> = { line: 5, bar: 12, stat: 1, table: 100 };

/** `range`: where the page says no time. "All time" is the longest that charts show. */
export const questionOf = ({ kind, query }: Pick<Widget, 'kind' | 'query'>, scope: Scope, range: Range): Question => {
  const { team, env, from, to, tz, compare } = scope;
  const asked = scope.range ?? range;
  return { kind, query, scope: { team, env, from, to, tz, compare, range: asked === 'all' ? '30d' : asked } };
};

/** With the time in it. A rolling range ends at `now`, Unix ms: the API counts the minutes it cuts whole. */
export function bodyOf({ kind, query, scope }: Question, now: number, timeZone: string): QueryBody {
  const { compare: _, grain, filters, ...rest } = query;
  const to = scope.to === undefined ? now : Date.parse(scope.to);
  const from = scope.from === undefined ? to - lengths[scope.range] : Date.parse(scope.from);
  const compare = query.compare ?? scope.compare;
  const place = [
    ...(scope.team === undefined ? [] : [is('team', scope.team)]),
    ...(scope.env === undefined ? [] : [is('environment', scope.env)]),
  ];
  return {
    ...rest,
    filters: [...filters, ...place],
    grain: kind === 'line' ? (grain === 'none' ? 'auto' : grain) : kind === 'table' ? grain : 'none',
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    timeZone: scope.tz === 'local' ? timeZone : 'UTC',
    limit: limits[kind],
    // Groups side by side are read by their length; what they were is in no chart of them.
    ...(compare !== undefined && (kind === 'line' || kind === 'stat') && { compare }),
  };
}

const is = (dimension: string, value: string) => ({ dimension, op: 'is' as const, values: [value] });
