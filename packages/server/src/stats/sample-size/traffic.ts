import { bisect } from '../numeric/bisect.ts';
import { type Rate, smallestDifference } from './detectable.ts';
import { alwaysValidFactor, type Plan } from './plan.ts';

/** Days, not necessarily whole, at one weight of the candidate: its share of the units, 0 to 1. The last step of a ramp may last for ever. */
export type Step = { readonly weight: number; readonly days: number };

/**
 * `unitsPerDay`: units whose outcome comes in, both arms together. `steps`: the ramp. `looking`: once at the end, or all the time, which takes
 * `alwaysValidFactor` times the units.
 */
export type Traffic = Rate & {
  readonly unitsPerDay: number;
  readonly steps: readonly Step[];
  readonly looking: 'once' | 'always';
};

/**
 * The smallest difference, absolute, that this traffic can show so many days after the start. null: none, however large. After the last
 * step no more units come. Throws a RangeError for negative traffic or days, or a weight outside 0 to 1.
 */
export function detectableBy(traffic: Traffic, days: number, plan: Plan): number | null {
  check(traffic);
  if (!(days >= 0 && days < Infinity)) throw new RangeError('Days are finite and not negative.');
  const perDay = traffic.unitsPerDay / (traffic.looking === 'always' ? alwaysValidFactor : 1);
  let left = days;
  const strata = traffic.steps.map(({ weight, days: lasting }) => {
    const units = perDay * Math.min(left, lasting);
    left -= Math.min(left, lasting);
    return { stable: units * (1 - weight), candidate: units * weight };
  });
  return smallestDifference(traffic, strata, plan);
}

/**
 * Days after the start until `difference` (absolute, above 0) can be seen: the inverse of `detectableBy`. null where the ramp ends before, or where no
 * rate is that far away, or after 100,000 days.
 */
export function daysToDetect(traffic: Traffic, difference: number, plan: Plan): number | null {
  check(traffic);
  if (!(difference > 0)) throw new RangeError('A difference is above 0.');
  const room = traffic.direction === 'down' ? traffic.baseline : 1 - traffic.baseline;
  if (difference > room) return null;
  const end = Math.min(
    1e5,
    traffic.steps.reduce((sum, { days }) => sum + days, 0),
  );
  const missing = (days: number): number => (detectableBy(traffic, days, plan) ?? 2) - difference;
  return missing(end) > 0 ? null : bisect(missing, 0, end, 1e-9);
}

function check({ unitsPerDay, steps }: Traffic): void {
  if (!(unitsPerDay >= 0 && unitsPerDay < Infinity)) throw new RangeError('Units per day are finite and not negative.');
  for (const { weight, days } of steps)
    if (!(weight >= 0 && weight <= 1 && days >= 0))
      throw new RangeError('A step has a weight from 0 to 1 and days that are not negative.');
}
