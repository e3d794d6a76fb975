import { bisect } from '../numeric/bisect.ts';

/**
 * A mixture supermartingale of a sum s whose variance grows with v ("intrinsic time"): exp(log(s, v)) has expectation at most 1 whatever the
 * moment of looking, so that it exceeds 1 / alpha with chance at most alpha, ever. Howard, Ramdas, McAuliffe & Sekhon, arXiv:1810.08240; checked
 * against confseq. Where it is one-sided, only large s count.
 */
export interface Mixture {
  log: (s: number, v: number) => number;
  /** The largest s there can be at v: Infinity, or v / g for a bounded sum. */
  largest: (v: number) => number;
}

/** The s that the sum exceeds at no v with chance 1 - alpha (on each side, for a two-sided one, both together). Infinity for alpha <= 0. */
export function mixtureBound(mixture: Mixture, v: number, alpha: number): number {
  if (!(alpha > 0)) return mixture.largest(v);
  const excess = (s: number): number => mixture.log(s, v) + Math.log(alpha);
  let high = mixture.largest(v);
  if (high === Infinity) for (high = Math.max(v, 1); excess(high) < 0 && high < 1e300;) high *= 2;
  if (!(excess(high) >= 0)) return high;
  return bisect(excess, 0, high, high * 1e-15) ?? 0;
}

/** The rho that makes a normal mixture's bound lowest at v, at level alpha. */
export function bestRho(v: number, alpha: number, isOneSided: boolean): number {
  const deviance = -2 * Math.log(Math.max(1e-300, Math.min(0.9998, isOneSided ? 2 * alpha : alpha)));
  return v / (deviance + Math.log1p(deviance));
}

/** What a mixture is tuned for: its bound is lowest at v, when asked at alpha (less than 1/2 if one-sided). */
export interface Tuned {
  v: number;
  alpha: number;
  isOneSided: boolean;
}
