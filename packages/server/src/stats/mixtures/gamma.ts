import { logGamma } from '../numeric/gamma.ts';
import { logLowerGamma, logUpperGamma } from '../numeric/incomplete-gamma.ts';
import { bestRho, type Mixture } from './mixture.ts';

/** For sums with sub-exponential right tails of scale c > 0 (cost, latency: many small, a few large). One-sided. */
export function gammaExponentialMixture(c: number, tuned: { v: number; alpha: number }): Mixture {
  const rho = bestRho(tuned.v, tuned.alpha, true) / (c * c);
  const constant = rho * Math.log(rho) - logGamma(rho) - logLowerGamma(rho, rho);
  return {
    log: (s, v) => {
      const shape = v / (c * c) + rho;
      const grown = s / c + shape;
      return constant + logGamma(shape) + logLowerGamma(shape, grown) - shape * Math.log(grown) + grown - rho;
    },
    largest: () => Infinity,
  };
}

/** For sums with Poisson-like right tails of jump c > 0 (counts of rare events). One-sided. */
export function gammaPoissonMixture(c: number, tuned: { v: number; alpha: number }): Mixture {
  const rho = bestRho(tuned.v, tuned.alpha, true) / (c * c);
  const constant = rho * Math.log(rho) - logGamma(rho) - logUpperGamma(rho, rho);
  return {
    log: (s, v) => {
      const shape = v / (c * c) + rho;
      const grown = s / c + shape;
      return constant + logGamma(grown) + logUpperGamma(grown, shape) - grown * Math.log(shape) + v / (c * c);
    },
    largest: () => Infinity,
  };
}
