import { buckets } from './bucket.ts';

/** Buckets of one arm: `from` is in it, `to` is not. */
export type Range = { readonly from: number; readonly to: number };

/**
 * One range an arm. Each arm owns a part as wide as its weight, and its range grows from the beginning of that part by `coverage`: a
 * ramp never moves a unit from one arm to another, nor out of one. Both in buckets, whole numbers; `coverage` of all.
 * Throws a RangeError for weights that no deployment can have.
 */
export function rangesOf(weights: readonly number[], coverage: number = buckets): Range[] {
  const sum = weights.reduce((all, one) => all + one, 0);
  const fit = [...weights, coverage].every((one) => Number.isInteger(one) && one >= 0 && one <= buckets);
  if (!fit || sum > buckets) throw new RangeError(`Weights are whole numbers that sum to at most ${buckets}.`);
  let from = 0;
  return weights.map((weight) => {
    const range = { from, to: from + Math.floor((weight * coverage) / buckets) };
    from += weight;
    return range;
  });
}

/** The arm whose range holds the bucket; null = none, which means the stable release. */
export function choose(ranges: readonly Range[], bucket: number): number | null {
  const arm = ranges.findIndex(({ from, to }) => bucket >= from && bucket < to);
  return arm === -1 ? null : arm;
}
