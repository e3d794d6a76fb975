/**
 * Holm's step-down: adjusted p-values in the order given. Rejecting what is at most alpha is wrong even once in at most a share alpha of
 * families, under any dependence (Holm 1979). Throws a RangeError for a p outside 0 to 1; no p-values give none.
 */
export function holm(p: readonly number[]): number[] {
  const order = ascending(p);
  const adjusted: number[] = [];
  let highest = 0;
  for (const [rank, i] of order.entries()) {
    highest = Math.max(highest, Math.min(1, (p.length - rank) * p[i]!));
    adjusted[i] = highest;
  }
  return adjusted;
}

/**
 * Benjamini and Hochberg's step-up (1995): adjusted p-values in the order given. Of what is at most alpha, a share of at most alpha is false on
 * average, where the p-values are independent or positively dependent. Throws as `holm`.
 */
export const benjaminiHochberg = (p: readonly number[]): number[] => stepUp(p, 1);

/** Benjamini and Yekutieli's (2001): the same under any dependence, at the price of the factor 1 + 1/2 + … + 1/n. Throws as `holm`. */
export const benjaminiYekutieli = (p: readonly number[]): number[] =>
  stepUp(
    p,
    p.reduce((sum, _, i) => sum + 1 / (i + 1), 0),
  );

function stepUp(p: readonly number[], factor: number): number[] {
  const order = ascending(p);
  const adjusted: number[] = [];
  let lowest = 1;
  for (const [rank, i] of [...order.entries()].toReversed()) {
    lowest = Math.min(lowest, (factor * p.length * p[i]!) / (rank + 1));
    adjusted[i] = lowest;
  }
  return adjusted;
}

/** Indexes of the p-values, least first. */
function ascending(p: readonly number[]): number[] {
  if (!p.every((one) => one >= 0 && one <= 1)) throw new RangeError('A p-value is from 0 to 1.');
  return [...p.keys()].toSorted((a, b) => p[a]! - p[b]!);
}
