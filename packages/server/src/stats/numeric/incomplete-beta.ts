import { continuedFraction } from './continued-fraction.ts';
import { betaRemainder, deviance } from './gamma.ts';

/**
 * Regularised incomplete beta function I_x(a, b): the distribution of Beta(a, b) at x, for a, b > 0. 0 left of 0, 1 right of 1.
 * A caller that knows 1 - x more exactly than a subtraction gives it passes it.
 */
export const incompleteBeta = (x: number, a: number, b: number, rest = 1 - x): number =>
  isLeft(x, a, b) ? Math.exp(logTail(x, rest, a, b)) : 1 - Math.exp(logTail(rest, x, b, a));

/** ln I_x(a, b), which keeps its digits where I_x underflows. -Infinity for x <= 0. */
export const logIncompleteBeta = (x: number, a: number, b: number): number =>
  isLeft(x, a, b) ? logTail(x, 1 - x, a, b) : Math.log1p(-Math.exp(logTail(1 - x, x, b, a)));

/** Where the continued fraction converges fast; on the other side I_x(a, b) = 1 - I_(1-x)(b, a) is used. */
const isLeft = (x: number, a: number, b: number): boolean => x < (a + 1) / (a + b + 2);

/** ln(x^a rest^b / B(a, b)) with rest = 1 - x, as a deviance so that large a and b do not cancel: the density of Beta(a, b) per log odds. */
export const logBetaPower = (x: number, rest: number, a: number, b: number): number =>
  0.5 * (Math.log(a) - Math.log1p(a / b) - Math.log(2 * Math.PI)) -
  betaRemainder(a, b) -
  deviance(a, (a + b) * x) -
  deviance(b, (a + b) * rest);

/** Abramowitz & Stegun 26.5.8. */
function logTail(x: number, rest: number, a: number, b: number): number {
  if (x <= 0) return -Infinity;
  const fraction = continuedFraction(
    (i) => {
      const m = i >> 1;
      return i % 2 === 0
        ? (m * (b - m) * x) / ((a + i - 1) * (a + i))
        : (-(a + m) * (a + b + m) * x) / ((a + i - 1) * (a + i));
    },
    () => 1,
  );
  return Math.min(0, logBetaPower(x, rest, a, b) - Math.log(a * fraction));
}
