import { continuedFraction } from './continued-fraction.ts';
import { deviance, stirlingRemainder } from './gamma.ts';

/** Chance that a chi-square variable of `df` degrees of freedom exceeds x: 1 for x <= 0, 0 at Infinity. */
export const chiSquareSurvival = (x: number, df: number): number => Math.exp(logUpperGamma(df / 2, x / 2));

/** ln P(a, x), the regularised lower incomplete gamma function, a > 0. -Infinity for x <= 0. */
export function logLowerGamma(a: number, x: number): number {
  if (x <= 0) return -Infinity;
  return x < a + 1 ? series(a, x) : Math.log1p(-Math.exp(fraction(a, x)));
}

/** ln Q(a, x) = ln(1 - P(a, x)). 0 for x <= 0. */
export function logUpperGamma(a: number, x: number): number {
  if (x <= 0) return 0;
  return x < a + 1 ? Math.log1p(-Math.exp(series(a, x))) : fraction(a, x);
}

/** ln(x^a e^-x / Gamma(a)). */
const logPower = (a: number, x: number): number =>
  0.5 * Math.log(a / (2 * Math.PI)) - stirlingRemainder(a) - deviance(a, x);

/** Abramowitz & Stegun 6.5.29. */
function series(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let i = 1; i < 1e6; i++) {
    term *= x / (a + i);
    sum += term;
    if (term < sum * 1e-17) break;
  }
  return Math.min(0, logPower(a, x) + Math.log(sum));
}

/** Abramowitz & Stegun 6.5.31, in its even part. */
function fraction(a: number, x: number): number {
  if (x === Infinity) return -Infinity;
  const value = continuedFraction(
    (i) => i * (a - i),
    (i) => x + 2 * i + 1 - a,
  );
  return Math.min(0, logPower(a, x) - Math.log(value));
}
