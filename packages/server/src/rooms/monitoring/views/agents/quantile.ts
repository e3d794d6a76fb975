/** Counts by bucket `i` of [2^(i/8), 2^((i+1)/8)) microseconds, as the rollups keep durations. */
export type Histogram = ReadonlyMap<number, number>;

/**
 * The quantile `q` (0 … 1) in milliseconds; null where nothing is known. Within its bucket by exponential interpolation, as
 * Prometheus has it for native histograms (histogram_quantile): observations are taken to lie evenly in the logarithm, so
 * that the answer is off by less than a bucket, 9.1 %.
 */
export function quantileMs(histogram: Histogram, q: number): number | null {
  const buckets = [...histogram].filter(([, count]) => count > 0).sort(([a], [b]) => a - b);
  const total = buckets.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return null;
  const rank = q * total;
  let before = 0;
  for (const [index, count] of buckets) {
    if (before + count >= rank) return 2 ** ((index + Math.max(0, rank - before) / count) / 8) / 1000;
    before += count;
  }
  return 2 ** ((buckets.at(-1)![0] + 1) / 8) / 1000;
}
