import { chanceBest, type Trials } from './chance-best.ts';

/** `weights` of the arms as set by hand, in any unit. `adaptive`: absent unless somebody asked for Thompson sampling. */
export type Allocation = {
  readonly weights: readonly number[];
  readonly adaptive?: { readonly floor: number; readonly arms: readonly Trials[] };
};

/**
 * The chance of each arm to be given to the next unit, 1 in sum: what has to be logged with each exposure. The weights as set, unless `adaptive`
 * says otherwise: then the chance of each arm to be the best one, mixed with an even split so that none falls below `floor` (a share; 0.01 keeps
 * comparisons possible) and estimates by inverse propensity stay bounded. An arm of weight 0 is closed and stays at 0.
 *
 * Only where regret matters more than the answer: adaptive weights bias plain means, and drift under them looks like a difference; evidence needs
 * the weight that was in force (`e-process`, `srm`). Throws a RangeError for weights that are all 0, negative or no numbers, for arms of another
 * number, or a floor that does not leave room for all open arms.
 */
export function propensities({ weights, adaptive }: Allocation): number[] {
  const sum = weights.reduce((all, one) => all + one, 0);
  if (!weights.every((one) => one >= 0) || !(sum > 0 && sum < Infinity))
    throw new RangeError('Weights are finite, not negative and not all 0.');
  if (!adaptive) return summedToOne(weights.map((one) => one / sum));
  const { floor, arms } = adaptive;
  if (arms.length !== weights.length) throw new RangeError('There are as many arms as weights.');
  const open = arms.filter((_, i) => weights[i]! > 0);
  if (!(floor >= 0 && floor * open.length <= 1)) throw new RangeError('The floor leaves room for all open arms.');
  const chances = chanceBest(open);
  let next = 0;
  return summedToOne(weights.map((weight) => (weight > 0 ? floor + (1 - floor * open.length) * chances[next++]! : 0)));
}

/** The largest takes what rounding left. */
function summedToOne(shares: readonly number[]): number[] {
  const largest = shares.indexOf(Math.max(...shares));
  const others = shares.reduce((sum, one, i) => (i === largest ? sum : sum + one), 0);
  return shares.map((one, i) => (i === largest ? 1 - others : one));
}
