/** Units that each arm got, and what share of them it should have got: `weights` in any unit, in the order of `counts`. */
export type Split = { readonly weights: readonly number[]; readonly counts: readonly number[] };

/** One arm of a split: its units, and its share of 1. */
export type Arm = { readonly count: number; readonly share: number };

/**
 * The arms that can get units, and whether one that cannot got some: `impossible` is the strongest mismatch there is, not an error.
 * Throws a RangeError for lists of different length, for weights that are negative or no finite numbers, and for counts that are not whole.
 */
export function armsOf({ weights, counts }: Split): { arms: Arm[]; impossible: boolean } {
  if (weights.length !== counts.length) throw new RangeError('A split has one weight for each count.');
  if (!counts.every((one) => Number.isSafeInteger(one) && one >= 0)) throw new RangeError('Units are counted whole.');
  const sum = weights.reduce((all, one) => all + one, 0);
  if (!weights.every((one) => one >= 0) || !(sum < Infinity))
    throw new RangeError('Weights are finite and not negative.');
  const all = counts.map((count, i) => ({ count, share: sum === 0 ? 0 : weights[i]! / sum }));
  const arms = all.filter(({ share }) => share > 0);
  return { arms, impossible: all.some(({ share, count }) => share === 0 && count > 0) };
}
