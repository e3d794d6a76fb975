import { logOrdered, logOrderedDirichlet } from './dirichlet.ts';
import { armsOf, type Split } from './split.ts';

/**
 * A sequential test of the sample ratio as plain JSON. `prior`: a number of imagined units that are spread by the weights (1000: mismatches of a
 * few per cent are found soonest), or imagined units for each arm. `steps`: units by the weights that were fixed before they came, sorted by
 * these. `logE` and `peakLogE`: as of the e-process of failures; `e-process/verdict.ts` decides on them.
 */
export type RatioProcess = {
  readonly prior: number | readonly number[];
  readonly steps: readonly Split[];
  readonly logE: number;
  readonly peakLogE: number;
};

/** Throws a RangeError for a prior that is not of positive, finite numbers. */
export function startRatioProcess(prior: number | readonly number[] = 1000): RatioProcess {
  const numbers = typeof prior === 'number' ? [prior] : prior;
  if (!numbers.every((one) => one > 0 && one < Infinity)) throw new RangeError('A prior is of positive numbers.');
  return { prior, steps: [], logE: 0, peakLogE: 0 };
}

/**
 * The process after `fresh` units of a look under the weights that assigned them, once for each weights of the look. Weights not seen before open
 * a new step with a fresh prior; the evidence of steps multiplies, since each is conditional on the past.
 *
 * Lindon & Malek, "Anytime-Valid Inference for Multinomial Count Data" (2022): Dirichlet-multinomial against multinomial. Counts alone are kept,
 * so units can come in any order and in any cut of looks. Units on an arm of weight 0 are certain evidence: the largest number there is.
 * Throws as `armsOf`, and a RangeError where a prior for each arm has another number of arms.
 */
export function lookAtRatio(process: RatioProcess, fresh: Split): RatioProcess {
  armsOf(fresh);
  const { prior } = process;
  if (typeof prior !== 'number' && prior.length !== fresh.weights.length)
    throw new RangeError('A prior for each arm has as many numbers as the split.');
  const step = process.steps.find(({ weights }) => compare(weights, fresh.weights) === 0);
  const merged = {
    weights: [...fresh.weights],
    counts: fresh.counts.map((one, arm) => one + (step?.counts[arm] ?? 0)),
  };
  const steps = [...process.steps.filter((one) => one !== step), merged].toSorted((x, y) =>
    compare(x.weights, y.weights),
  );
  const logE = steps.reduce((sum, step) => Math.min(Number.MAX_VALUE, sum + logEvidenceOf(step, prior)), 0);
  return { prior, steps, logE, peakLogE: Math.max(process.peakLogE, logE) };
}

function logEvidenceOf(step: Split, prior: RatioProcess['prior']): number {
  const { arms, impossible } = armsOf(step);
  if (impossible) return Number.MAX_VALUE;
  const counts = arms.map(({ count }) => count);
  const shares = arms.map(({ share }) => share);
  const imagined =
    typeof prior === 'number' ? shares.map((one) => one * prior) : prior.filter((_, i) => step.weights[i]! > 0);
  return logOrderedDirichlet(counts, imagined) - logOrdered(counts, shares);
}

const compare = (x: readonly number[], y: readonly number[]): number =>
  x.length - y.length || x.reduce((so, one, i) => so || one - y[i]!, 0);
