import { logBeta } from '../numeric/gamma.ts';

/** ln of the chance of `counts` where arm i gets a unit with chance shares[i]. -Infinity where an arm of share 0 got one. */
export const logMultinomial = (counts: readonly number[], shares: readonly number[]): number =>
  logOrders(counts) + logOrdered(counts, shares);

/** ln of the chance of `counts` where the chances themselves are drawn from a Dirichlet distribution of `prior`, all > 0. */
export const logDirichletMultinomial = (counts: readonly number[], prior: readonly number[]): number =>
  logOrders(counts) + logOrderedDirichlet(counts, prior);

/** As `logMultinomial`, for one order of arrival: the number of orders cancels in a ratio of the two. */
export const logOrdered = (counts: readonly number[], shares: readonly number[]): number =>
  counts.reduce((sum, count, i) => (count === 0 ? sum : sum + count * Math.log(shares[i]!)), 0);

/** As `logDirichletMultinomial`, for one order of arrival. */
export function logOrderedDirichlet(counts: readonly number[], prior: readonly number[]): number {
  const total = sumOf(counts);
  if (total === 0) return 0;
  // Gamma(a + n) / Gamma(a) = Gamma(n) / B(a, n), and the Gamma(n) of the arms over that of all are betas again: so nothing large cancels.
  let [log, so] = [logBeta(sumOf(prior), total), 0];
  for (const [i, count] of counts.entries()) {
    if (count === 0) continue;
    log += (so === 0 ? 0 : logBeta(so, count)) - logBeta(prior[i]!, count);
    so += count;
  }
  return log;
}

/** ln of the number of orders in which `counts` can come, n! / (x1! x2! …), arm by arm as "n choose k" = 1 / (k B(k, n - k + 1)). */
function logOrders(counts: readonly number[]): number {
  let [log, so] = [0, 0];
  for (const count of counts) {
    if (count > 0 && so > 0) log -= Math.log(count) + logBeta(count, so + 1);
    so += count;
  }
  return log;
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);
