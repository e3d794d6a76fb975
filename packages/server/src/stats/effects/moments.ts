/** Sums over units of two values x and y of each: the sufficient statistics of ratios and of adjustment by a covariate. */
export interface PairSums {
  n: number;
  x: number;
  y: number;
  xx: number;
  yy: number;
  xy: number;
}

/** Variances and covariance over n - 1; all 0 for fewer than two units. A variance that rounding would make negative is 0. */
export function moments(s: PairSums): { varX: number; varY: number; cov: number } {
  if (s.n < 2) return { varX: 0, varY: 0, cov: 0 };
  const centred = (sum: number, left: number, right: number): number => (sum - (left * right) / s.n) / (s.n - 1);
  return {
    varX: Math.max(0, centred(s.xx, s.x, s.x)),
    varY: Math.max(0, centred(s.yy, s.y, s.y)),
    cov: centred(s.xy, s.x, s.y),
  };
}

/** Units of both. */
export const together = (a: PairSums, b: PairSums): PairSums => ({
  n: a.n + b.n,
  x: a.x + b.x,
  y: a.y + b.y,
  xx: a.xx + b.xx,
  yy: a.yy + b.yy,
  xy: a.xy + b.xy,
});
