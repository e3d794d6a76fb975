import type { Query } from '../contract-query.ts';
import type { Range, Split } from '../views/totals/tiers.ts';

/** Steps of time that figures are told by; none = the whole range at once. */
export type Grain = Exclude<Query['grain'], 'auto'>;

const [minute, hour, day] = [60, 3600, 86_400];
const seconds = { minute, hour, day, week: 7 * day } as const;
/** So many steps are the most that are told, and roughly drawn. */
export const mostPoints = 2_000;

/** `auto`: some dozens to some hundreds of steps. */
export function grainOf(asked: Query['grain'], { low, high }: Range): Grain {
  if (asked !== 'auto') return asked;
  const length = high - low;
  if (length <= 3 * hour) return 'minute';
  return length <= 7 * day ? 'hour' : length <= 370 * day ? 'day' : 'week';
}

export const pointsIn = (grain: Grain, { low, high }: Range): number =>
  grain === 'none' ? 1 : Math.ceil((high - low) / seconds[grain]);

/** The step that a bucket lies in, as Unix seconds of its start. `{zone:String}` is a parameter. */
export function stepSql(grain: Exclude<Grain, 'none'>, bucket: string): string {
  if (grain === 'minute') return `toUnixTimestamp(${bucket})`;
  if (grain === 'hour') return `toUnixTimestamp(toStartOfHour(${bucket}, {zone:String}))`;
  if (grain === 'day') return `toUnixTimestamp(toStartOfDay(${bucket}, {zone:String}))`;
  return `toUnixTimestamp(toDateTime(toMonday(${bucket}, {zone:String}), {zone:String}))`;
}

/** All steps of a range, also those in which nothing happened: its minutes or hours and its last minute, each by the step that it lies in. */
export const stepsSql = (grain: Exclude<Grain, 'none'>): string =>
  `SELECT DISTINCT ${stepSql(grain, 't.b')} AS at FROM (SELECT toDateTime(arrayJoin(arrayPushBack(range({low:UInt32}, {high:UInt32}, {step:UInt32}), {high:UInt32} - ${minute})), 'UTC') AS b) AS t ORDER BY at`;

/** The same where the zone's steps are those of UTC: without a question. null where only the engine knows them. */
export function plainSteps(grain: Exclude<Grain, 'none'>, zone: string, range: Range): number[] | null {
  const isPlain = grain === 'minute' || zone === 'UTC' || (grain === 'hour' && hasWholeHours(zone, range));
  if (!isPlain) return null;
  // Unix time began on a Thursday.
  const monday = grain === 'week' ? 4 * day : 0;
  const length = seconds[grain];
  const first = range.low - ((range.low - monday + length) % length);
  const steps: number[] = [];
  for (let at = first; at < range.high; at += length) steps.push(at);
  return steps;
}

/** Wide enough to be few, and no step of time is without one. */
export const strideOf = (grain: Grain): number => (grain === 'minute' ? minute : grain === 'hour' ? 900 : hour);

/** Does every hour of this zone begin with one of UTC? India's and Nepal's do not. */
export function hasWholeHours(zone: string, { low, high }: Range): boolean {
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, minute: 'numeric' });
  const apart = Math.max(day, (high - low) / 12);
  for (let at = low - (low % hour); at <= high; at += apart - (apart % hour))
    if (format.format(at * 1000) !== '0') return false;
  return true;
}

export const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

type Tier = readonly [suffix: '1d' | '1h' | '1m', ranges: readonly Range[]];

/** Which tier answers for which of the closed minutes: none whose rows lie in two steps of time. */
export function tiersFor(grain: Grain, zone: string, split: Split): Tier[] {
  const { days, hours, minutes } = split;
  const closed = [...days, ...hours, ...minutes];
  const all = { low: Math.min(...closed.map(({ low }) => low)), high: Math.max(...closed.map(({ high }) => high)) };
  const byDay = grain === 'none' || (zone === 'UTC' && (grain === 'day' || grain === 'week'));
  const byHour = byDay || (grain !== 'minute' && hasWholeHours(zone, all));
  const tiers: Tier[] = byDay
    ? [
        ['1d', days],
        ['1h', hours],
        ['1m', minutes],
      ]
    : byHour
      ? [
          ['1h', [...days, ...hours]],
          ['1m', minutes],
        ]
      : [['1m', closed]];
  return tiers.filter(([, ranges]) => ranges.length > 0);
}
