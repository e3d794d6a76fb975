import { betaBinomialMixture } from '../mixtures/beta-binomial.ts';
import type { Mixture } from '../mixtures/mixture.ts';
import { goldenSection } from '../numeric/golden-section.ts';
import type { Interval } from '../effects/interval.ts';
import { at, countBelow, countUpTo } from './order.ts';

/** Which quantile (0.95 is p95), and at how many units an arm, at which level, its sequences are narrowest. */
export interface QuantileTuning {
  quantile: number;
  tunedFor: number;
  tunedAlpha?: number;
}

/**
 * Always-valid p against "this quantile is the same in both arms" (Howard & Ramdas, arXiv:1906.09712, theorem 4, as confseq's QuantileABTest): one
 * value per unit in each arm, independent, SORTED upwards. Two-sided: which arm is slower is told by their quantiles. Needs the values themselves,
 * and time in proportion to those between the two quantiles. 1 where an arm has none, or the
 * quantile is not between 0 and 1.
 */
export function quantileP(a: readonly number[], b: readonly number[], tuning: QuantileTuning): number {
  if (a.length === 0 || b.length === 0 || !isInside(tuning)) return 1;
  const arms = [armOf(a, tuning), armOf(b, tuning)] as const;
  const [first, second] = arms[0].high <= arms[1].high ? arms : [arms[1], arms[0]];
  const evidence = (x: number): number => first.evidence(x) + second.evidence(x);
  let least = Math.min(evidence(first.high), evidence(second.low));
  const last = countUpTo(second.sorted, second.low);
  for (let i = Math.max(1, countUpTo(second.sorted, first.high)); i <= last; i++) {
    const x = at(second.sorted, i);
    i = countUpTo(second.sorted, x);
    least = Math.min(least, evidence(x));
  }
  return Math.min(1, Math.exp(-least));
}

/**
 * Confidence sequence of a quantile of one arm: from and to a value of the arm, infinite where it has too few. Valid at every look.
 * `sorted` upwards, one value per unit.
 */
export function quantileSequence(sorted: readonly number[], tuning: QuantileTuning, alpha: number): Interval {
  const everything = { low: -Infinity, high: Infinity };
  if (sorted.length === 0 || !(alpha > 0) || !isInside(tuning)) return everything;
  const evidence = evidenceOf(sorted.length, tuning);
  const isPossible = (rank: number): boolean => evidence(rank / sorted.length) < -Math.log(alpha);
  const middle = Math.round(tuning.quantile * sorted.length);
  let [lowest, highest] = [middle, middle];
  while (lowest >= 0 && isPossible(lowest)) lowest--;
  while (highest <= sorted.length && isPossible(highest)) highest++;
  return { low: at(sorted, lowest + 1), high: at(sorted, highest) };
}

const isInside = ({ quantile }: QuantileTuning): boolean => quantile > 0 && quantile < 1;

/** An arm's evidence against x being its quantile, flat and least from low to high. */
interface Arm {
  sorted: readonly number[];
  evidence: (x: number) => number;
  low: number;
  high: number;
}

function armOf(sorted: readonly number[], tuning: QuantileTuning): Arm {
  const n = sorted.length;
  const ofShare = evidenceOf(n, tuning);
  const best = goldenSection(ofShare, 0, 1);
  const [low, high] = [at(sorted, Math.ceil(best * n)), at(sorted, Math.floor(best * n) + 1)];
  const least = ofShare(best);
  const evidence = (x: number): number => {
    if (x < low) return ofShare(countUpTo(sorted, x) / n);
    return x > high ? ofShare(countBelow(sorted, x) / n) : least;
  };
  return { sorted, evidence, low, high };
}

/** ln of the mixture when a share of n values lies below the quantile. */
function evidenceOf(n: number, { quantile, tunedFor, tunedAlpha = 0.05 }: QuantileTuning): (share: number) => number {
  const one = quantile * (1 - quantile);
  const tuned = { v: one * tunedFor, alpha: tunedAlpha, isOneSided: false };
  const mixture: Mixture = betaBinomialMixture(quantile, 1 - quantile, tuned);
  return (share) => mixture.log((share - quantile) * n, one * n);
}
