import { continuedFraction } from './continued-fraction.ts';

const logRootTwoPi = 0.5 * Math.log(2 * Math.PI);

/** Standard normal distribution function, to about 1e-14 relative in both tails. */
export const normalCdf = (x: number): number =>
  x < -2 ? Math.exp(logTail(-x)) : x > 2 ? 1 - Math.exp(logTail(x)) : middle(x);

/** ln of normalCdf, which keeps its digits where that underflows (x < -38). */
export const logNormalCdf = (x: number): number =>
  x < -2 ? logTail(-x) : x > 2 ? Math.log1p(-Math.exp(logTail(x))) : Math.log(middle(x));

/**
 * The x at which normalCdf is p: -Infinity at p <= 0, Infinity at p >= 1. Starts from Abramowitz & Stegun 26.2.23 (within 5e-4) and
 * takes Halley's step three times.
 */
export function normalQuantile(p: number): number {
  if (p <= 0) return -Infinity;
  if (p >= 1) return Infinity;
  if (p > 0.5) return -normalQuantile(1 - p);
  const t = Math.sqrt(-2 * Math.log(p));
  let x = (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t;
  for (let i = 0; i < 3; i++) {
    const logDensity = -(x * x) / 2 - logRootTwoPi;
    const step = Math.exp(logNormalCdf(x) - logDensity) * -Math.expm1(Math.log(p) - logNormalCdf(x));
    x -= step / (1 + (x * step) / 2);
  }
  return x;
}

/** 1/2 + density (x + x^3/3 + x^5/15 + …), Abramowitz & Stegun 26.2.11. */
function middle(x: number): number {
  let term = x;
  let sum = x;
  for (let odd = 3; odd < 200; odd += 2) {
    term *= (x * x) / odd;
    const next = sum + term;
    if (next === sum) break;
    sum = next;
  }
  return 0.5 + sum * Math.exp(-(x * x) / 2 - logRootTwoPi);
}

/** ln of the chance above x > 0 by Laplace's continued fraction, 26.2.14. */
function logTail(x: number): number {
  if (x === Infinity) return -Infinity;
  const fraction = continuedFraction(
    (i) => i,
    () => x,
  );
  return -(x * x) / 2 - logRootTwoPi - Math.log(fraction);
}
