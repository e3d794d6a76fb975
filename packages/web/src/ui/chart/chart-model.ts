import type { Unit } from '../../format/measure.ts';

export type Values = readonly (number | null)[];
/** One line of a chart. `others`: all that have no line of their own, together. */
export type Line = { key: string; label: string; values: Values; others?: boolean };
/** So many lines can be told apart; what is more stands in the table. */
const mostLines = 5;

/** The lines to draw: the first five, and the rest folded if somebody did. Returns also how many are left out. */
export function drawn(lines: readonly Line[]): { lines: Line[]; left: number } {
  const named = lines.filter((line) => line.others !== true);
  const others = lines.filter((line) => line.others === true);
  return { lines: [...named.slice(0, mostLines), ...others.slice(0, 1)], left: Math.max(0, named.length - mostLines) };
}

/** Rates and counts begin at 0; a rate ends at 1, if it comes near. With nothing known, a unit of height. */
export function yRange(all: readonly Values[], unit: Unit): [number, number] {
  let top = 0;
  let bottom = 0;
  for (const values of all)
    for (const value of values) {
      if (value === null) continue;
      if (value > top) top = value;
      if (value < bottom) bottom = value;
    }
  if (unit === 'ratio' && top > 0.6) return [0, Math.max(1, top)];
  return top === 0 && bottom === 0 ? [0, unit === 'ms' ? 1000 : 1] : [bottom * 1.08, top === 0 ? 0 : top * 1.08];
}

/** Values with a gap on both sides: a line through them would not be seen, so that they are drawn as points. */
export const isolated = (values: Values): number[] =>
  values.flatMap((value, at) =>
    value !== null && (values[at - 1] ?? null) === null && (values[at + 1] ?? null) === null ? [at] : [],
  );

export const lastKnown = (values: Values): number | null => {
  const at = values.findLastIndex((value) => value !== null);
  return at === -1 ? null : at;
};

/**
 * Where labels stand that want to be at `wanted` px: at least `gap` apart, in their order, within `bottom`. The first ones give
 * way upwards when there is no room below.
 */
export function labelPlaces(wanted: readonly number[], gap: number, bottom: number): number[] {
  const order = wanted.map((_, at) => at).sort((a, b) => wanted[a]! - wanted[b]!);
  const places: number[] = [];
  let last = -Infinity;
  for (const at of order) places[at] = last = Math.max(wanted[at]!, last + gap);
  let limit = bottom;
  for (const at of order.toReversed()) {
    places[at] = Math.min(places[at]!, limit);
    limit = places[at]! - gap;
  }
  return places;
}

/** Where the cursor is: nowhere, when a shorter answer came while it was where the longer one ended. */
export const cursorIn = (points: readonly number[], at: number | null): number | null =>
  at !== null && at < points.length ? at : null;

/** Length of the step at a point, ms: days differ where clocks change. Of a single point the whole of `otherwise`. */
export function stepOf(points: readonly number[], otherwise: number, at = 0): number {
  if (points.length < 2) return otherwise;
  const first = Math.min(at, points.length - 2);
  return points[first + 1]! - points[first]!;
}

const day = 86_400_000;
/** A step in words of the axis: days where steps are days, else the clock, and the date where a day begins. */
export function axisTimes(at: readonly number[], step: number, zone: 'utc' | 'local'): string[] {
  const of = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { hourCycle: 'h23', ...(zone === 'utc' ? { timeZone: 'UTC' } : {}), ...options });
  const clock = of({ hour: '2-digit', minute: '2-digit' });
  const date = of({ day: 'numeric', month: 'short' });
  return at.map((one) => {
    const time = clock.format(one);
    return step >= day || time === '00:00' ? date.format(one) : time;
  });
}
