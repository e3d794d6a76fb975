import { utcOf, type WallTime, wallOf } from './zoned-time.ts';

/** RRULE (RFC 5545, section 3.3.10), as far as freezes need it; what is not understood is refused with a reason, never guessed. */
type Rule = {
  freq: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';
  interval: number;
  count: number;
  until: number;
  days: number[];
};
export type Recurrence = { starts: WallTime[]; refused: null } | { starts: null; refused: string };

const dayMs = 86_400_000;
const weekdays = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
const mostStarts = 200;
/** Days of half a century. */
const mostSteps = 20_000;

/**
 * Wall times as if in UTC, Unix milliseconds: what begins earlier or later is left out. `steps`: how many may still be taken, of
 * several rules together.
 */
type Within = { first: number; last: number; steps?: { left: number } };

/**
 * Wall times at which it begins: the first one, then by the rule, of those within the bounds at most 200. `untilOf` reads the rule's
 * own end, as a wall time like the bounds.
 */
export function occurrencesOf(
  text: string,
  start: WallTime,
  { first, last, steps = { left: mostSteps } }: Within,
  untilOf: (value: string) => number | null,
): Recurrence {
  const rule = ruleOf(text, start, untilOf);
  if (typeof rule === 'string') return { starts: null, refused: rule };
  const end = Math.min(last, rule.until);
  const starts: WallTime[] = [];
  let count = 0;
  for (let step = 0; step < mostSteps && count < rule.count && starts.length < mostStarts; step++) {
    if (steps.left-- <= 0)
      return { starts: null, refused: 'repeats too often, with those before it, to be worked out' };
    const found = stepOf(rule, start, step).filter((one) => utcOf(one) >= utcOf(start));
    if (found.length > 0 && utcOf(found[0]!) > end) break;
    const own = found.slice(0, rule.count - count);
    count += own.length;
    starts.push(...own.filter((one) => utcOf(one) >= first && utcOf(one) <= end));
  }
  return { starts: starts.slice(0, mostStarts), refused: null };
}

function ruleOf(text: string, start: WallTime, untilOf: (value: string) => number | null): Rule | string {
  const parts = new Map(
    text
      .toUpperCase()
      .split(';')
      .map((part) => part.split('=', 2) as [string, string]),
  );
  const freq = parts.get('FREQ') ?? '';
  if (!['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'].includes(freq)) return `repeats ${freq || 'in no known way'}`;
  const unknown = [...parts.keys()].find((name) => !allowed(freq).includes(name));
  if (unknown !== undefined) return `repeats by ${unknown}, which is not understood here`;
  const interval = Number(parts.get('INTERVAL') ?? 1);
  const count = parts.has('COUNT') ? Number(parts.get('COUNT')) : Infinity;
  if (!Number.isInteger(interval) || interval < 1) return 'repeats at no interval';
  if (count !== Infinity && (!Number.isInteger(count) || count < 1)) return 'repeats no number of times';
  const until = parts.has('UNTIL') ? untilOf(parts.get('UNTIL')!) : Infinity;
  if (until === null) return 'repeats until no time that can be read';
  const days = [...new Set(parts.get('BYDAY')?.split(','))].map((day) => weekdays.indexOf(day));
  if (days.includes(-1)) return 'repeats on days that are counted, which is not understood here';
  if (interval > 1 && days.length > 0 && (parts.get('WKST') ?? 'MO') !== 'MO')
    return 'repeats in weeks that do not begin on Monday';
  if (!isOwn(parts, start)) return 'repeats on another day than it begins on';
  return { freq: freq as Rule['freq'], interval, count, until, days };
}

const allowed = (freq: string): string[] => [
  ...['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'WKST'],
  ...({ WEEKLY: ['BYDAY'], MONTHLY: ['BYMONTHDAY'], YEARLY: ['BYMONTH', 'BYMONTHDAY'] }[freq] ?? []),
];

/** Days and months may be named where they are those of the beginning. */
const isOwn = (parts: ReadonlyMap<string, string>, { day, month }: WallTime): boolean =>
  [day, undefined].includes(numberIn(parts, 'BYMONTHDAY')) && [month, undefined].includes(numberIn(parts, 'BYMONTH'));
const numberIn = (parts: ReadonlyMap<string, string>, name: string): number | undefined =>
  parts.has(name) ? Number(parts.get(name)) : undefined;

/** Beginnings within the n-th day, week, month or year. Months that have no such day are left out. */
function stepOf({ freq, interval, days }: Rule, start: WallTime, n: number): WallTime[] {
  const by = n * interval;
  if (freq === 'DAILY') return [wallOf(utcOf(start) + by * dayMs)];
  if (freq === 'WEEKLY') {
    const first = utcOf(start) + by * 7 * dayMs;
    if (days.length === 0) return [wallOf(first)];
    const monday = first - ((new Date(first).getUTCDay() + 6) % 7) * dayMs;
    return days.map((day) => wallOf(monday + ((day + 6) % 7) * dayMs)).toSorted((a, b) => utcOf(a) - utcOf(b));
  }
  const months = start.month - 1 + (freq === 'MONTHLY' ? by : by * 12);
  const [year, month] = [start.year + Math.floor(months / 12), (months % 12) + 1];
  const wall = { ...start, year, month };
  return wallOf(utcOf(wall)).month === month ? [wall] : [];
}
