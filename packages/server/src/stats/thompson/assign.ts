/** The arm drawn, and the chance it had: to be logged together. */
export type Assignment = { readonly arm: number; readonly propensity: number };

/**
 * The arm at `u`, 0 <= u < 1: a number of a seeded generator, or the unit's bucket as a share so that it stays with its arm while propensities do.
 * Never an arm of propensity 0. Throws a RangeError for another u, or where no arm has a chance.
 */
export function assign(propensities: readonly number[], u: number): Assignment {
  if (!(u >= 0 && u < 1)) throw new RangeError('A draw is at least 0 and below 1.');
  let upTo = 0;
  const drawn = propensities.findIndex((one) => {
    upTo += one;
    return one > 0 && u < upTo;
  });
  // Rounding can leave a sliver above the sum.
  const arm = drawn === -1 ? propensities.findLastIndex((one) => one > 0) : drawn;
  if (arm === -1) throw new RangeError('No arm has a chance.');
  return { arm, propensity: propensities[arm]! };
}

/**
 * Whole weights nearest to the propensities that sum to `all` (buckets, say): the assignment works in these, so these over `all` are the propensities
 * to log. By largest remainders; an arm with a chance keeps at least 1 where there are enough.
 */
export function wholeWeights(propensities: readonly number[], all: number): number[] {
  const sum = propensities.reduce((so, one) => so + one, 0);
  if (!propensities.every((one) => one >= 0) || !(sum > 0 && sum < Infinity) || !Number.isSafeInteger(all) || all < 0)
    throw new RangeError('Propensities are not negative and not all 0, and the sum of weights is whole.');
  const kept = propensities.map((one) => (one > 0 ? 1 : 0));
  const least = kept.reduce<number>((so, one) => so + one, 0);
  const base = least <= all ? kept : propensities.map(() => 0);
  const rest = all - base.reduce<number>((so, one) => so + one, 0);
  // What an arm is owed above what it is sure of.
  const owed = propensities.map((one, i) => Math.max(0, (one / sum) * all - base[i]!));
  const total = owed.reduce((so, one) => so + one, 0);
  const exact = owed.map((one) => (total === 0 ? 0 : (one / total) * rest));
  const weights = exact.map((one, i) => Math.floor(one) + base[i]!);
  const missing = all - weights.reduce((so, one) => so + one, 0);
  const byRemainder = [...exact.keys()]
    .filter((i) => propensities[i]! > 0)
    .toSorted((a, b) => (exact[b]! % 1) - (exact[a]! % 1) || a - b);
  for (let i = 0; i < missing; i++) weights[byRemainder[i % byRemainder.length]!]! += 1;
  return weights;
}
