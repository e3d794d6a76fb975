const halfLogTwoPi = 0.5 * Math.log(2 * Math.PI);

/**
 * Natural logarithm of the gamma function for x > 0, to about 1e-14 absolute below 20 and 1e-15 relative above. Infinity at the poles
 * (x <= 0), which the formulas here never need. Stirling's series from 10 upwards, the recurrence below (Abramowitz & Stegun 6.1.15, 6.1.41).
 */
export function logGamma(x: number): number {
  if (x <= 0) return Infinity;
  if (x === Infinity) return Infinity;
  let product = 1;
  let z = x;
  for (; z < 10; z++) product *= z;
  return (z - 0.5) * Math.log(z) - z + halfLogTwoPi + stirlingSeries(z) - Math.log(product);
}

/** What Stirling's formula leaves out: logGamma(x) - ((x - 1/2) ln x - x + ln(2 pi) / 2). Small, and free of cancellation for large x. */
export function stirlingRemainder(x: number): number {
  return x >= 10 ? stirlingSeries(x) : logGamma(x) - ((x - 0.5) * Math.log(x) - x + halfLogTwoPi);
}

/** ln B(a, b) for a, b > 0. Not by three logGamma: their difference loses every digit once counts reach the millions. */
export function logBeta(a: number, b: number): number {
  if (!(a > 0 && b > 0)) return Infinity;
  const [small, large] = a < b ? [a, b] : [b, a];
  return (
    -small * Math.log1p(large / small) -
    large * Math.log1p(small / large) -
    0.5 * (Math.log(small) - Math.log1p(small / large)) +
    halfLogTwoPi +
    betaRemainder(a, b)
  );
}

/** The Stirling remainders of ln B(a, b). */
export const betaRemainder = (a: number, b: number): number =>
  stirlingRemainder(a) + stirlingRemainder(b) - stirlingRemainder(a + b);

/** Loader's deviance x ln(x / m) + m - x for x >= 0, m > 0: never negative, and exact where x is close to m. */
export function deviance(x: number, m: number): number {
  if (x === 0) return m;
  const v = (x - m) / (x + m);
  if (Math.abs(v) >= 0.1) return x * Math.log(x / m) + m - x;
  let sum = (x - m) * v;
  let term = 2 * x * v;
  for (let odd = 3; odd < 200; odd += 2) {
    term *= v * v;
    const next = sum + term / odd;
    if (next === sum) break;
    sum = next;
  }
  return sum;
}

const stirlingSeries = (z: number): number => {
  const w = 1 / (z * z);
  return (1 / 12 - w * (1 / 360 - w * (1 / 1260 - w * (1 / 1680 - w * (1 / 1188 - w * (691 / 360360 - w / 156)))))) / z;
};
