import { normalQuantile } from '../numeric/normal.ts';

/** `alpha`: false alarms allowed, in all. `sides`: 2 where either arm may be the better one. `power`: chance to see a true difference. */
export type Plan = { readonly alpha: number; readonly sides: 1 | 2; readonly power: number };

/**
 * Quantiles of the normal distribution: how many standard errors a difference must measure to be called one (`ofAlpha`), and how many more so
 * that a true one is seen with the power. Throws a RangeError for an alpha or power not within 0 and 1, or a power that chance alone would reach.
 */
export function quantiles({ alpha, sides, power }: Plan): { ofAlpha: number; ofPower: number } {
  if (!(alpha > 0 && alpha < 1 && power > 0 && power < 1)) throw new RangeError('Alpha and power are within 0 and 1.');
  if (power <= alpha / sides) throw new RangeError('A power is above alpha, which chance alone would reach.');
  return { ofAlpha: -normalQuantile(alpha / sides), ofPower: normalQuantile(power) };
}

/** The sum of both, above 0. */
export function standardErrorsNeeded(plan: Plan): number {
  const { ofAlpha, ofPower } = quantiles(plan);
  return ofAlpha + ofPower;
}

/**
 * How many times the units of a single look the e-process of failures needs, which may be looked at all the time: measured at a power of 80 % and
 * alpha 0.025 for drops of 2 to 10 points: 1.8 to 2.25 (the test beside this repeats some). A drop of 30 points takes 2.8, of very few units.
 */
export const alwaysValidFactor = 2.25;
