import type { Sample } from './sample.ts';

/** An estimate of how candidate b differs from stable a, its standard error, and how many units of both arms it rests on. */
export interface Effect {
  value: number;
  error: number;
  n: number;
}

/**
 * mean(b) - factor * mean(a). With factor 1 the difference; with 1 + m the excess over a margin of m relative to stable, which needs no
 * division by a noisy mean. null where no statement is possible: an arm has fewer than two units, or neither varies (a standard error
 * of 0 would claim certainty from, say, two arms without a failure).
 */
export function difference(a: Sample, b: Sample, factor = 1): Effect | null {
  const squared = b.variance / b.n + (factor * factor * a.variance) / a.n;
  return effectOf(a, b, b.mean - factor * a.mean, squared);
}

/** (mean(b) - mean(a)) / |mean(a)|, its error by the delta method. null as above, and where mean(a) is 0. */
export function relativeDifference(a: Sample, b: Sample): Effect | null {
  const [base, other] = [a.base ?? a.mean, b.base ?? b.mean];
  const squared = b.variance / (b.n * base ** 2) + (a.variance * other ** 2) / (a.n * base ** 4);
  return effectOf(a, b, (b.mean - a.mean) / Math.abs(base), squared);
}

/**
 * The difference within strata (the steps of a ramp), each weighted by 1 / (1/nA + 1/nB), so that a metric that drifts while the split
 * changes moves no stratum's difference. Strata that say nothing (an arm with fewer than two units) are left out, and their units are
 * not counted. That error is controlled under continuous looking is shown by simulation, not by a theorem: the weights move with n.
 * null where nothing is left, or nothing varies.
 */
export function stratifiedDifference(strata: readonly { a: Sample; b: Sample }[], factor = 1): Effect | null {
  let [weights, value, squared, n] = [0, 0, 0, 0];
  for (const { a, b } of strata) {
    if (!(a.n >= 2 && b.n >= 2)) continue;
    const weight = 1 / (1 / a.n + 1 / b.n);
    weights += weight;
    value += weight * (b.mean - factor * a.mean);
    squared += weight ** 2 * (b.variance / b.n + (factor * factor * a.variance) / a.n);
    n += a.n + b.n;
  }
  return known({ value: value / weights, error: Math.sqrt(squared) / weights, n });
}

const effectOf = (a: Sample, b: Sample, value: number, squared: number): Effect | null =>
  a.n >= 2 && b.n >= 2 ? known({ value, error: Math.sqrt(squared), n: a.n + b.n }) : null;

const known = (effect: Effect): Effect | null =>
  Number.isFinite(effect.value) && Number.isFinite(effect.error) && effect.error > 0 ? effect : null;
