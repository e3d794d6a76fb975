/**
 * What an e-process of failures speaks against. The risk ratio is P(a unit fails on the candidate) / P(a unit fails on stable).
 *
 * `nullRatio`: the hypothesis is "at most this" where all alternatives lie above it, and "at least this" where all lie below.
 * `alternatives`: risk ratios, weighted equally, that the evidence is looked for at. They decide how soon, never how often wrongly.
 */
export type Hypothesis = { readonly nullRatio: number; readonly alternatives: readonly number[] };

const worse = [1.1, 1.25, 1.5, 2, 3, 5, 8];
const better = [0.5, 0.6, 0.7, 0.8, 0.9];

/**
 * Evidence for a rollback, against "the candidate fails at most `nullRatio` times as often as stable". `multipliers` > 1 of the null ratio.
 * Throws a RangeError for a ratio that is not a positive number or a multiplier that is not above 1.
 */
export const harm = (nullRatio = 1, multipliers: readonly number[] = worse): Hypothesis =>
  hypothesis(nullRatio, multipliers, (one) => one > 1);

/**
 * Evidence for a promotion, against "the candidate fails at least `margin` times as often as stable": the margin of non-inferiority as a risk
 * ratio, 1.25 = a quarter more failures are too many. `multipliers` below 1 of the margin. Throws a RangeError as `harm` does.
 */
export const nonInferiority = (margin: number, multipliers: readonly number[] = better): Hypothesis =>
  hypothesis(margin, multipliers, (one) => one < 1);

function hypothesis(ratio: number, multipliers: readonly number[], fits: (one: number) => boolean): Hypothesis {
  // Where products with the multipliers are numbers too.
  if (!(ratio > 1e-300 && ratio < 1e300)) throw new RangeError(`A risk ratio is a positive number, not ${ratio}.`);
  if (multipliers.length === 0 || !multipliers.every((one) => one > 1e-6 && one < 1e6 && fits(one)))
    throw new RangeError(
      'Alternatives lie all on one side of the null: multipliers above 1 for harm, within 0 and 1 for non-inferiority.',
    );
  return { nullRatio: ratio, alternatives: multipliers.map((one) => ratio * one) };
}
