import type { Effect } from '../effects/effect.ts';
import { around, everything, type Ends, type Interval } from '../effects/interval.ts';

/**
 * Asymptotic confidence sequences: intervals that may be looked at after every unit and still hold with chance 1 - alpha at all looks
 * together. Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas, arXiv:2103.06476, eq. 9 (two-sided), 134 (one-sided), 161 (tuning); the same as
 * GrowthBook's sequential tests. Asymptotic: begin at some 50 units an arm, and of a share at some 10 failures an arm. The units must be
 * independent with a split that does not change, or the effect stratified.
 */
export interface Tuning {
  alpha: number;
  /** Units of both arms at which the interval is narrowest. */
  tunedFor: number;
  ends: Ends;
}

/** Around the effect, in its unit. Everything where there is no effect yet, or alpha <= 0. */
export function confidenceSequence(effect: Effect | null, tuning: Tuning): Interval {
  if (effect === null || !(tuning.alpha > 0)) return everything;
  return around(effect.value, halfWidth(effect, tuning, rhoFor(tuning)), tuning.ends);
}

/**
 * The smallest alpha whose sequence, tuned as it is, excludes 0 on the side of `ends`; valid at every look, and so is the least one so far. 1 where
 * there is no effect yet. One-sided it is searched for as gbstats does: between 1e-5 and 0.4999, ending at the middle of what is left once a bound is
 * within 1e-6 of 0 (at most a ten-thousandth of the error here, as units differ). For display: decide by the sequence, which is exact.
 */
export function alwaysValidP(effect: Effect | null, tuning: Tuning): number {
  if (effect === null) return 1;
  const rho = rhoFor(tuning);
  if (tuning.ends === 'both') return Math.min(1, Math.exp(-logEvidence(effect, rho)));
  const value = tuning.ends === 'lower' ? effect.value : -effect.value;
  const excess = (alpha: number): number => value - halfWidth(effect, { alpha, ends: tuning.ends }, rho);
  let [low, high] = [leastOneSided, mostOneSided];
  if (excess(low) > 0) return low;
  if (excess(high) < 0) return high;
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    const found = excess(middle);
    if (found < 0) low = middle;
    else high = middle;
    if (Math.abs(found) < Math.min(1e-6, 1e-4 * effect.error)) break;
  }
  return (low + high) / 2;
}

/**
 * ln of the two-sided normal mixture against no effect, an e-value once exponentiated. With rho^2 = tau2 / (2 V) and n of both (equal) arms it is
 * ln of the mSPRT's Lambda (Johari, Pekelis & Walsh, arXiv:1512.04922), with V the sum of the arms' variances of one unit.
 */
export function logEvidence(effect: Effect, rho: number): number {
  const grown = effect.n * rho * rho;
  const z = effect.value / effect.error;
  return (grown * z * z) / (2 * (grown + 1)) - 0.5 * Math.log1p(grown);
}

/** Eq. 161. An alpha above what the formula takes counts as the most it takes, which only widens the interval. */
export function rhoFor({ alpha, tunedFor, ends }: Tuning): number {
  const most = Math.min(2 * mostOneSided, ends === 'both' ? alpha : 2 * alpha);
  const deviance = -2 * Math.log(most);
  return Math.sqrt((deviance + Math.log1p(deviance)) / Math.max(1, tunedFor));
}

/** Eq. 9 and 134, for any rho > 0. */
export function halfWidth({ error, n }: Effect, { alpha, ends }: Omit<Tuning, 'tunedFor'>, rho: number): number {
  const grown = n * rho * rho;
  const logRoot = 0.5 * Math.log1p(grown);
  const log =
    ends === 'both'
      ? logRoot - Math.log(Math.min(alpha, 2 * mostOneSided))
      : logOfOneAnd(logRoot - Math.log(2 * Math.min(alpha, mostOneSided)));
  return error * Math.sqrt((2 * (grown + 1) * log) / grown);
}

const leastOneSided = 1e-5;
const mostOneSided = 0.4999;

/** ln(1 + e^x) without overflow. */
const logOfOneAnd = (x: number): number => (x > 40 ? x : Math.log1p(Math.exp(x)));
