import { logBeta } from '../numeric/gamma.ts';
import { logIncompleteBeta } from '../numeric/incomplete-beta.ts';
import { bestRho, type Mixture, type Tuned } from './mixture.ts';

/**
 * For sums of independent terms between -g and h with mean 0 (both g, h > 0); exact for a term that is h or -g. Of n shares k of a chance p:
 * g = p, h = 1 - p, s = k - n p, v = n p (1 - p).
 */
export function betaBinomialMixture(g: number, h: number, tuned: Tuned): Mixture {
  const width = g + h;
  const r = Math.max(bestRho(tuned.v, tuned.alpha, tuned.isOneSided) - g * h, 1e-3 * g * h);
  const mass = (a: number, b: number): number =>
    logBeta(a, b) + (tuned.isOneSided ? logIncompleteBeta(h / width, a, b) : 0);
  const prior = mass(r / (g * width), r / (h * width));
  return {
    log: (s, v) => {
      const [down, up] = [Math.max(0, v - g * s) / (g * width), Math.max(0, v + h * s) / (h * width)];
      return (
        (v / (g * h)) * Math.log(width) -
        up * Math.log(g) -
        down * Math.log(h) +
        mass(r / (g * width) + down, r / (h * width) + up) -
        prior
      );
    },
    largest: (v) => v / g,
  };
}
