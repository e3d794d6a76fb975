/** Equal steps of time. Unix seconds; `start` a multiple of `step`. */
export type Points = { start: number; step: number; count: number };

const [minute, hour, day] = [60, 3600, 86_400];
const wanted = 24;

/**
 * 24 steps of whole minutes, hours or days that end with the one `high` falls into. Bound to the clock, not to `low`: asked
 * again a moment later they are the same steps, and no row of a rollup lies in two of them.
 */
export function pointsOf({ low, high }: { low: number; high: number }): Points {
  const least = Math.max(minute, Math.ceil((high - low) / wanted));
  const unit = least <= hour ? minute : least <= day ? hour : day;
  const step = Math.ceil(least / unit) * unit;
  // Steps that divide an hour or a day fit into it.
  const even = evenSteps.find((one) => one >= step) ?? step;
  const end = Math.ceil(high / even) * even;
  return { start: Math.max(0, end - wanted * even), step: even, count: wanted };
}

const evenSteps = [1, 2, 3, 5, 10, 15, 20, 30]
  .map((n) => n * minute)
  .concat([1, 2, 3, 4, 6, 7, 8, 12, 24].map((n) => n * hour));
