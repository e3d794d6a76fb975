/**
 * e-BH (Wang and Ramdas 2022): which hypotheses are rejected, in the order given. The k largest are where the k-th is at least n / (alpha k), for the
 * largest such k; a share of at most alpha of them is false on average, under any dependence. At alpha 0 none is. Throws a RangeError
 * for an alpha outside 0 to 1 or an e-value that is negative or no number; Infinity is one.
 */
export function eBenjaminiHochberg(e: readonly number[], alpha: number): boolean[] {
  if (!(alpha >= 0 && alpha <= 1)) throw new RangeError(`Alpha is from 0 to 1, not ${alpha}.`);
  check(e);
  const order = [...e.keys()].toSorted((a, b) => (e[a] === e[b] ? 0 : e[b]! - e[a]!));
  const last = alpha === 0 ? -1 : order.findLastIndex((i, rank) => e[i]! >= e.length / (alpha * (rank + 1)));
  const rejected = new Set(order.slice(0, last + 1));
  return e.map((_, i) => rejected.has(i));
}

/** The mean of e-values of one null is an e-value, whatever they depend on. null of none. Throws as `eBenjaminiHochberg`. */
export function meanOfEValues(e: readonly number[]): number | null {
  check(e);
  // Divided first, since the sum of large ones may be no number.
  return e.length === 0 ? null : e.reduce((sum, one) => sum + one / e.length, 0);
}

/**
 * The product of e-values of one null is an e-value only where they are independent, or each is valid given those before it (steps of a ramp).
 * 1 of none; 0 where any is 0. Throws as `eBenjaminiHochberg`.
 */
export function productOfEValues(e: readonly number[]): number {
  check(e);
  return e.includes(0) ? 0 : Math.exp(e.reduce((sum, one) => sum + Math.log(one), 0));
}

function check(e: readonly number[]): void {
  if (!e.every((one) => one >= 0)) throw new RangeError('An e-value is not negative.');
}
