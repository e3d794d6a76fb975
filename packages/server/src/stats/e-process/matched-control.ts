/**
 * Among the units of two arms alone, the share that is the candidate's: with more than two arms, or with some of stable left out, this is the
 * weight that the evidence of the pair needs. Both in the same unit. null where neither gets units.
 */
export function weightInPair(stable: number, candidate: number): number | null {
  if (!(stable >= 0 && candidate >= 0) || stable + candidate === Infinity)
    throw new RangeError('Weights are finite and not negative.');
  return stable + candidate === 0 ? null : candidate / (stable + candidate);
}

/** `control`: share of all units that is compared. `weight`: of those and the candidate's, what is the candidate's. */
export type MatchedControl = { readonly control: number; readonly weight: number };

/**
 * A control as large as the candidate, taken out of stable before the units come: the pair then stays at half and half while the ramp moves,
 * and its units can be pooled. Above one half stable is too small for that, and all of it is the control. null at weight 0, where there is
 * nothing to compare. Throws a RangeError for a weight outside 0 to 1.
 */
export function matchedControl(weight: number): MatchedControl | null {
  if (!(weight >= 0 && weight <= 1)) throw new RangeError(`A weight is a share from 0 to 1, not ${weight}.`);
  if (weight === 0) return null;
  return weight <= 0.5 ? { control: weight, weight: 0.5 } : { control: 1 - weight, weight };
}
