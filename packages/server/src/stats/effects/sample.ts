/**
 * What one arm shows of a metric, per randomised unit: how many units, their mean, and the variance of one unit (not of the mean).
 * `base` is the mean that a relative effect is a share of, where that is not `mean` itself (see cuped.ts).
 */
export interface Sample {
  n: number;
  mean: number;
  variance: number;
  base?: number;
}

/** Of a value per unit, from sums; variance over n - 1, and 0 of a single unit. null without units. */
export function sampleOfSums(n: number, sum: number, squares: number): Sample | null {
  if (!(n >= 1)) return null;
  const variance = n < 2 ? 0 : Math.max(0, (squares - (sum * sum) / n) / (n - 1));
  return { n, mean: sum / n, variance };
}

/**
 * Of a share: `count` of n units. Variance p (1 - p), as in GrowthBook's gbstats (not over n - 1). null without units; RangeError for a count
 * that cannot be.
 */
export function sampleOfCount(count: number, n: number): Sample | null {
  if (!(count >= 0 && count <= n)) throw new RangeError(`${count} of ${n} cannot be.`);
  if (!(n >= 1)) return null;
  const p = count / n;
  return { n, mean: p, variance: p * (1 - p) };
}
