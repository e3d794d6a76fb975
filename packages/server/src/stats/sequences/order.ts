/** The i-th smallest, from 1; infinite before the first and after the last. */
export const at = (sorted: readonly number[], i: number): number => (i < 1 ? -Infinity : (sorted[i - 1] ?? Infinity));

/** How many are less than x. */
export const countBelow = (sorted: readonly number[], x: number): number => firstWhere(sorted, (value) => value >= x);

/** How many are at most x. */
export const countUpTo = (sorted: readonly number[], x: number): number => firstWhere(sorted, (value) => value > x);

function firstWhere(sorted: readonly number[], isThere: (value: number) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isThere(sorted[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
