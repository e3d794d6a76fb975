import { type Plan, standardErrorsNeeded } from './plan.ts';

/**
 * Units under one split: of a step of a ramp, say. Any numbers that are not negative: they are often expected ones.
 */
export type ArmUnits = { readonly stable: number; readonly candidate: number };

/** `baseline`: the rate on stable, a share. `direction`: where the candidate's rate lies that is to be seen. */
export type Rate = { readonly baseline: number; readonly direction: 'down' | 'up' };

/**
 * The smallest difference of rates, absolute and above 0, that units of these strata can show as planned: the inverse of `unitsForProportions`, with
 * strata weighed by 1 / (1 / nA + 1 / nB). null where even the largest possible one (to 0 or to 1) is too small to be seen, or no stratum has
 * units on both arms. Throws a RangeError for what is no share or count.
 */
export function smallestDifference(rate: Rate, strata: readonly ArmUnits[], plan: Plan): number | null {
  const { baseline, direction } = rate;
  if (!(baseline >= 0 && baseline <= 1)) throw new RangeError(`A rate is a share from 0 to 1, not ${baseline}.`);
  const squared = standardErrorsNeeded(plan) ** 2;
  const parts = varianceParts(strata);
  if (parts === null) return null;
  // d^2 = z^2 (a v1 + b v2), and v2 = (p1 - d)(1 - p1 + d) is a square in d too (p1 + d upwards): its one positive root.
  const slope = squared * parts.candidate * (direction === 'down' ? 2 * baseline - 1 : 1 - 2 * baseline);
  const square = 1 + squared * parts.candidate;
  const constant = squared * (parts.stable + parts.candidate) * baseline * (1 - baseline);
  const root = Math.sqrt(slope ** 2 + 4 * square * constant);
  // Of the two forms of the root, the one in which nothing cancels.
  const difference = slope >= 0 ? (slope + root) / (2 * square) : (2 * constant) / (root - slope);
  const room = direction === 'down' ? baseline : 1 - baseline;
  return difference > 0 && difference <= room ? difference : null;
}

/** What the variance of one unit of each arm is multiplied by in that of the stratified difference; null without any stratum to compare. */
function varianceParts(strata: readonly ArmUnits[]): ArmUnits | null {
  let [weights, stable, candidate] = [0, 0, 0];
  for (const one of strata) {
    if (!(one.stable >= 0 && one.candidate >= 0) || one.stable + one.candidate === Infinity)
      throw new RangeError('Units are finite and not negative.');
    if (one.stable === 0 || one.candidate === 0) continue;
    const weight = 1 / (1 / one.stable + 1 / one.candidate);
    weights += weight;
    stable += weight ** 2 / one.stable;
    candidate += weight ** 2 / one.candidate;
  }
  return weights > 0 ? { stable: stable / weights ** 2, candidate: candidate / weights ** 2 } : null;
}
