import { bisect } from '../numeric/bisect.ts';
import { goldenSection } from '../numeric/golden-section.ts';

/**
 * Bound on the largest distance between an empirical distribution of t values and the true one, at every t from tMin on at once, with
 * chance 1 - alpha (Howard & Ramdas, arXiv:1906.09712, theorem 2): A sqrt((ln(1 + ln(t / tMin)) + C) / t), for A > 1 / sqrt(2). Infinity below tMin.
 */
export function empiricalProcessBound(t: number, alpha: number, { tMin, A }: { tMin: number; A: number }): number {
  if (!(t >= tMin && alpha > 0)) return Infinity;
  const C = constant(alpha, A);
  return A * Math.sqrt((Math.log1p(Math.log(t / tMin)) + C) / t);
}

/** The least C whose error, at its best eta, is alpha. */
function constant(alpha: number, A: number): number {
  const excess = (logC: number): number => leastError(Math.exp(logC), A) - alpha;
  let high = 1;
  while (excess(high) > 0 && high < 100) high++;
  return Math.exp(bisect(excess, high - 1, high) ?? high);
}

function leastError(C: number, A: number): number {
  const most = bisect((eta) => Math.sqrt(eta / 2) + Math.sqrt((2 * (eta - 1)) / C) - A, 1, 2 * A * A) ?? 1;
  const error = (eta: number): number => {
    const gamma = (2 / eta) * (A - Math.sqrt((2 * (eta - 1)) / C)) ** 2;
    return gamma <= 1 ? Infinity : 4 * Math.exp(-gamma * C) * (1 + 1 / ((gamma - 1) * Math.log(eta)));
  };
  return error(goldenSection(error, 1, most));
}
