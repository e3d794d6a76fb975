/**
 * Closed bounds by stitching (Howard et al., arXiv:1810.08240, theorem 1): looser than a mixture, without a search. That a sum with variance v
 * and tails of scale c (0: sub-Gaussian; negative: thinner) ever exceeds it has chance at most alpha. Best from v = vMin on; below it that of vMin. Infinity for alpha <= 0.
 */
export function polynomialStitching(v: number, alpha: number, { vMin, c }: { vMin: number; c: number }): number {
  if (!(alpha > 0)) return Infinity;
  const used = Math.max(v, vMin);
  const log =
    power * Math.log(Math.log((ratio * used) / vMin)) + Math.log(zeta / Math.log(ratio) ** power) - Math.log(alpha);
  const linear = slope * c * log;
  return Math.sqrt(spread * used * log + linear * linear) + linear;
}

/**
 * Bound on (count below the p-quantile) - p t at every t and every p at once (Howard & Ramdas, arXiv:1906.09712, theorem 5, with delta = 0.5):
 * for bands over a whole distribution. Best from t = tBest on. Infinity for alpha <= 0 and for p that is not between 0 and 1.
 */
export function doubleStitching(p: number, t: number, { alpha, tBest }: { alpha: number; tBest: number }): number {
  if (!(alpha > 0 && p > 0 && p < 1)) return Infinity;
  const delta = 0.5;
  const used = Math.max(t, tBest);
  const logit = Math.log(p / (1 - p));
  const moved = 1 / (1 + Math.exp(-logit - 2 * delta * Math.sqrt((tBest * ratio) / used)));
  const near = p >= 0.5 ? p : Math.min(0.5, moved);
  const variance = near * (1 - near);
  const cell = (Math.sqrt(used / tBest) * Math.abs(logit)) / (2 * delta) + 1;
  const log =
    power * Math.log(Math.log((ratio * used) / tBest)) +
    power * Math.log(cell) +
    Math.log((2 * zeta * (2 * zeta + 1)) / (alpha * Math.log(ratio) ** power));
  const linear = (slope * (1 - 2 * p) * log) / 3;
  return (
    delta * Math.sqrt((ratio * used * variance) / tBest) +
    Math.sqrt(spread * variance * used * log + linear ** 2) +
    linear
  );
}

/** The constants eta = 2 and s = 1.4 of the papers, and Riemann's zeta(1.4). */
const ratio = 2;
const power = 1.4;
const zeta = 3.1055472779775806;
const spread = (Math.sqrt(ratio) + 1 / Math.sqrt(ratio) + 2) / 2;
const slope = (Math.sqrt(ratio) + 1) / 2;
