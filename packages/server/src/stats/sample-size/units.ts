import { type Plan, quantiles, standardErrorsNeeded } from './plan.ts';

/** Units that each arm needs, whole and at least 1. */
export type Units = { readonly stable: number; readonly candidate: number };

/** Rates as shares, 0 to 1. `perCandidate`: units of stable for each one of the candidate; 1 unless said. */
export type Proportions = { readonly stable: number; readonly candidate: number; readonly perCandidate?: number };

/**
 * Units to tell two rates apart in one look at the end: (z + z)^2 (p1 q1 / k + p2 q2) / (p1 - p2)^2 (Chow, Shao and Wang, unpooled variance).
 * null where the rates are the same, which no number of units tells apart. Throws a RangeError for what is no share.
 */
export function unitsForProportions({ stable, candidate, perCandidate = 1 }: Proportions, plan: Plan): Units | null {
  const variances = { stable: binary(stable), candidate: binary(candidate) };
  return unitsForMeans({ variances, difference: candidate - stable, perCandidate }, plan);
}

/** The same for equal arms with the pooled variance under the null (Fleiss): what most calculators print, a few units more. Units of each arm. */
export function unitsPooled(stable: number, candidate: number, plan: Plan): number | null {
  const { ofAlpha, ofPower } = quantiles(plan);
  const own = binary(stable) + binary(candidate);
  const mean = (stable + candidate) / 2;
  const needed = ofAlpha * Math.sqrt(2 * mean * (1 - mean)) + ofPower * Math.sqrt(own);
  return stable === candidate ? null : whole((Math.max(0, needed) / (stable - candidate)) ** 2);
}

/** Variances of one unit, and the difference of means to see, in the metric's unit. */
export type Means = {
  readonly variances: { readonly stable: number; readonly candidate: number };
  readonly difference: number;
  readonly perCandidate?: number;
};

/** Units to see a difference of means. null for a difference of 0. Throws a RangeError for a negative variance or share of units. */
export function unitsForMeans({ variances, difference, perCandidate = 1 }: Means, plan: Plan): Units | null {
  if (!(variances.stable >= 0 && variances.candidate >= 0)) throw new RangeError('A variance is not negative.');
  if (!(perCandidate > 0 && perCandidate < Infinity)) throw new RangeError('Both arms need units.');
  if (Number.isNaN(difference)) throw new RangeError('A difference is a number.');
  const needed = standardErrorsNeeded(plan);
  if (difference === 0) return null;
  const candidate = whole((needed / difference) ** 2 * (variances.stable / perCandidate + variances.candidate));
  return { stable: whole(perCandidate * candidate), candidate };
}

/**
 * Units of each arm to certify that a rate is at most `margin` (absolute, above 0) worse, where it is truly the same: (z + z)^2 2 p q / m^2.
 * It has one side, whatever the plan says.
 */
export function unitsForNonInferiority(rate: number, margin: number, plan: Omit<Plan, 'sides'>): number {
  if (!(margin > 0)) throw new RangeError('A margin is above 0.');
  return whole((standardErrorsNeeded({ ...plan, sides: 1 }) / margin) ** 2 * 2 * binary(rate));
}

/**
 * How many times the units are needed where outcomes come in clusters: 1 + (m - 1) ICC, m the mean size and ICC the correlation inside, 0 to 1.
 * Not needed where the cluster itself is the unit of analysis, as in rollouts. Throws a RangeError for a size below 1 or no correlation.
 */
export function designEffect(meanSize: number, correlation: number): number {
  if (!(meanSize >= 1 && meanSize < Infinity && correlation >= 0 && correlation <= 1))
    throw new RangeError('A cluster has at least one unit and a correlation from 0 to 1.');
  return 1 + (meanSize - 1) * correlation;
}

function binary(share: number): number {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`A rate is a share from 0 to 1, not ${share}.`);
  return share * (1 - share);
}

/** Rounded up, but not for what is a rounding error above a whole number. */
const whole = (units: number): number => Math.max(1, Math.ceil(units * (1 - 1e-12)));
