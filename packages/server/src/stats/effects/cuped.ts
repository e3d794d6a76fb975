import { moments, together, type PairSums } from './moments.ts';
import type { Sample } from './sample.ts';

/**
 * Adjustment of a metric x by a covariate y that was known before the unit was assigned (CUPED, Deng et al. 2013): x - theta y, with
 * theta = cov / var over both arms. It moves no expectation and takes away the variance that y explains. A relative effect stays a share
 * of the unadjusted mean. theta is 0 where y does not vary. null where an arm has no units.
 */
export function adjusted(a: PairSums, b: PairSums): { a: Sample; b: Sample; theta: number } | null {
  if (!(a.n >= 1 && b.n >= 1)) return null;
  const theta = slope(together(a, b));
  return { a: adjustedArm(a, theta), b: adjustedArm(b, theta), theta };
}

/** 0 where y does not vary beyond rounding, or cov exceeds what varX and varY allow, which only rounding can do. */
function slope(both: PairSums): number {
  const { varX, varY, cov } = moments(both);
  const theta = cov / varY;
  return varY > (1e-12 * both.yy) / both.n && cov * theta <= varX * (1 + 1e-6) ? theta : 0;
}

function adjustedArm(sums: PairSums, theta: number): Sample {
  const { varX, varY, cov } = moments(sums);
  const base = sums.x / sums.n;
  return {
    n: sums.n,
    mean: base - (theta * sums.y) / sums.n,
    variance: Math.max(0, varX + theta * theta * varY - 2 * theta * cov),
    base,
  };
}
