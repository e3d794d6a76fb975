import type { Zone } from '../format/time.ts';

export const ranges = ['15m', '1h', '24h', '7d', '30d', 'all'] as const;
export type Range = (typeof ranges)[number];

/** What every page is about, kept in the URL and carried from page to page. Absent = all teams, all environments, 24 hours, UTC. */
export type Scope = {
  team?: string | undefined;
  env?: string | undefined;
  range?: Range | undefined;
  /** ISO 8601; set together they win over `range`. */
  from?: string | undefined;
  to?: string | undefined;
  tz?: 'local' | undefined;
  /** Beside the same length of time before. */
  compare?: 'previous' | undefined;
  /** Kinds of changes that charts mark, with commas between them, or `none`; absent = all. */
  marks?: string | undefined;
};

export const rangeNames: Record<Range, string> = {
  '15m': 'Last 15 minutes',
  '1h': 'Last hour',
  '24h': 'Last 24 hours',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
  all: 'All time',
};
/** The same for a narrow bar. */
export const shortRangeNames: Record<Range, string> = {
  '15m': '15 min',
  '1h': '1 hour',
  '24h': '24 hours',
  '7d': '7 days',
  '30d': '30 days',
  all: 'All time',
};
const lengths: Record<Range, number | null> = {
  '15m': 900e3,
  '1h': 3600e3,
  '24h': 86_400e3,
  '7d': 604_800e3,
  '30d': 2_592_000e3,
  all: null,
};

/** From the URL, where anything can stand: what does not fit is left out. */
export function readScope(search: Record<string, unknown>): Scope {
  const from = instant(search['from']);
  const to = instant(search['to']);
  return {
    team: word(search['team']),
    env: word(search['env']),
    range: ranges.find((r) => r === search['range']),
    ...(from !== undefined && to !== undefined && from < to ? { from, to } : {}),
    tz: search['tz'] === 'local' ? 'local' : undefined,
    compare: search['compare'] === 'previous' ? 'previous' : undefined,
    marks: kinds(search['marks']),
  };
}

export const rangeOf = (scope: Scope): Range => scope.range ?? '24h';
export const zoneOf = (scope: Scope): Zone => (scope.tz === 'local' ? 'local' : 'utc');

/** The bounds to ask the API for; `now` in Unix milliseconds. */
export function boundsOf(scope: Scope, now: number): { from?: string; to?: string } {
  if (scope.from !== undefined && scope.to !== undefined) return { from: scope.from, to: scope.to };
  const length = lengths[rangeOf(scope)];
  return length === null ? {} : { from: new Date(now - length).toISOString() };
}

/** Text from the URL; numbers count as text, for the router parses them. */
export function word(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' && value.length <= 400 ? value : undefined;
}

const kinds = (value: unknown): string | undefined =>
  typeof value === 'string' && value.length <= 200 && /^[a-z_]+(,[a-z_]+)*$/.test(value) ? value : undefined;

/** Of years with four digits: others are written with a sign, and stand in no order as text. */
function instant(value: unknown): string | undefined {
  const at = typeof value === 'string' ? new Date(value) : undefined;
  const iso = at && !Number.isNaN(at.getTime()) ? at.toISOString() : '';
  return /^\d/.test(iso) ? iso : undefined;
}
