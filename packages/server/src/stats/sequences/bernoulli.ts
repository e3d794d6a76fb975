import type { Interval } from '../effects/interval.ts';
import { betaBinomialMixture } from '../mixtures/beta-binomial.ts';
import { bisect } from '../numeric/bisect.ts';

/**
 * Confidence sequence of a share from `successes` of `trials`: exact at any size and after every trial, by inverting the beta-binomial mixture
 * (Howard et al., arXiv:1810.08240, as confseq's bernoulli_confidence_interval). Narrowest at `tunedFor` trials and level `tunedAlpha`.
 * The whole of 0 … 1 without trials or with alpha <= 0; RangeError for counts that
 * cannot be.
 */
export function bernoulliSequence(
  { successes, trials }: { successes: number; trials: number },
  { alpha, tunedFor, tunedAlpha = 0.05 }: { alpha: number; tunedFor: number; tunedAlpha?: number },
): Interval {
  if (!(successes >= 0 && successes <= trials)) throw new RangeError(`${successes} of ${trials} cannot be.`);
  if (!(trials >= 1 && alpha > 0)) return { low: 0, high: 1 };
  const share = successes / trials;
  const excess = (p: number): number => {
    const one = p * (1 - p);
    const mixture = betaBinomialMixture(p, 1 - p, { v: one * tunedFor, alpha: tunedAlpha, isOneSided: false });
    return mixture.log((share - p) * trials, one * trials) + Math.log(alpha);
  };
  return {
    low: (share > edge && bisect(excess, edge, Math.min(share, 1 - edge), 1e-14)) || 0,
    high: (share < 1 - edge && bisect(excess, Math.max(share, edge), 1 - edge, 1e-14)) || 1,
  };
}

/** A bound nearer than this to 0 or 1 is 0 or 1. */
const edge = 1e-12;
