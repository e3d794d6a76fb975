import { logNormalCdf } from '../numeric/normal.ts';
import { bestRho, type Mixture, type Tuned } from './mixture.ts';

/** For sums of sub-Gaussian terms with variance v: the normal prior, or its upper half. */
export function normalMixture(tuned: Tuned): Mixture {
  const rho = bestRho(tuned.v, tuned.alpha, tuned.isOneSided);
  const both = (s: number, v: number): number => -0.5 * Math.log1p(v / rho) + (s * s) / (2 * (v + rho));
  const upper = (s: number, v: number): number => Math.LN2 + both(s, v) + logNormalCdf(s / Math.sqrt(v + rho));
  return { log: tuned.isOneSided ? upper : both, largest: () => Infinity };
}
