import fc from 'fast-check';
import { expect, test } from 'vitest';
import { logGamma } from '../numeric/gamma.ts';
import { integrate } from '../numeric/integrate.ts';
import { betaBinomialMixture } from './beta-binomial.ts';
import { gammaExponentialMixture, gammaPoissonMixture } from './gamma.ts';
import { bestRho, mixtureBound, type Mixture } from './mixture.ts';
import { normalMixture } from './normal.ts';

const tuned = fc.record({
  v: fc.double({ min: 0.5, max: 500, noNaN: true }),
  alpha: fc.double({ min: 1e-6, max: 0.4, noNaN: true }),
  isOneSided: fc.boolean(),
});
const share = fc.double({ min: 0.02, max: 0.98, noNaN: true });

/** What makes an e-value: its expectation is 1 (here exactly) at every size, so Ville's inequality bounds how often it ever gets large. */
test('of a binomial count the expectation is 1', () => {
  fc.assert(
    fc.property(tuned, share, fc.integer({ min: 1, max: 60 }), (t, p, n) => {
      const mixture = betaBinomialMixture(p, 1 - p, t);
      let sum = 0;
      for (let k = 0; k <= n; k++) {
        const chance =
          logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1) + k * Math.log(p) + (n - k) * Math.log1p(-p);
        sum += Math.exp(chance + mixture.log(k - n * p, n * p * (1 - p)));
      }
      expect(sum).toBeCloseTo(1, 8);
    }),
    { numRuns: 60 },
  );
});

test('of a normal sum the expectation is 1', () => {
  fc.assert(
    fc.property(tuned, fc.double({ min: 0.1, max: 300, noNaN: true }), (t, v) => {
      const mixture = normalMixture(t);
      const sd = Math.sqrt(v + v * (v / bestRho(t.v, t.alpha, t.isOneSided)));
      const density = (s: number): number =>
        Math.exp(-(s * s) / (2 * v) + mixture.log(s, v)) / Math.sqrt(2 * Math.PI * v);
      expect(integrate(density, -12 * sd, 0) + integrate(density, 0, 12 * sd)).toBeCloseTo(1, 7);
    }),
    { numRuns: 60 },
  );
});

test('of a Poisson count with jumps of c the expectation is 1, but for the tail beyond 400', () => {
  for (const [mean, c] of [
    [0.5, 1],
    [7, 0.3],
    [20, 4],
    [40, 1.5],
  ] as const) {
    const mixture = gammaPoissonMixture(c, { v: 300, alpha: 0.05 });
    let sum = 0;
    for (let k = 0; k < 400; k++) {
      const chance = k * Math.log(mean) - mean - logGamma(k + 1);
      sum += Math.exp(chance + mixture.log(c * (k - mean), c * c * mean));
    }
    expect(sum).toBeGreaterThan(0.99);
    expect(sum).toBeLessThan(1 + 1e-8);
  }
});

test('of a sum of n exponential values, of scale c, the expectation is 1', () => {
  const t = { v: 20, alpha: 0.05 };
  for (const [n, c] of [
    [3, 1],
    [12, 0.5],
    [30, 2],
  ] as const) {
    const mixture = gammaExponentialMixture(c, t);
    const density = (sum: number): number =>
      Math.exp((n - 1) * Math.log(sum) - sum - logGamma(n) + mixture.log(c * (sum - n), c * c * n));
    const total = integrate(density, 0, n) + integrate(density, n, 6 * n + 50) + integrate(density, 6 * n + 50, 2e4);
    expect(total).toBeGreaterThan(0.98);
    expect(total).toBeLessThan(1 + 1e-8);
  }
});

const kinds: [string, (isOneSided: boolean) => Mixture][] = [
  ['normal', (isOneSided) => normalMixture({ v: 50, alpha: 0.05, isOneSided })],
  ['beta-binomial', (isOneSided) => betaBinomialMixture(0.3, 0.7, { v: 50, alpha: 0.05, isOneSided })],
  ['gamma-exponential', () => gammaExponentialMixture(0.7, { v: 50, alpha: 0.05 })],
  ['gamma-Poisson', () => gammaPoissonMixture(0.7, { v: 50, alpha: 0.05 })],
];

test.each(kinds)(
  'the bound of the %s is where the mixture is 1 / alpha; it grows with v and with certainty',
  (_, make) => {
    for (const isOneSided of [true, false]) {
      const mixture = make(isOneSided);
      let before = 0;
      for (const v of [20, 60, 200, 1000]) {
        const bound = mixtureBound(mixture, v, 0.05);
        expect(mixture.log(bound, v)).toBeCloseTo(Math.log(20), 7);
        expect(bound).toBeGreaterThan(before);
        expect(mixtureBound(mixture, v, 0.01)).toBeGreaterThan(bound);
        before = bound;
      }
    }
  },
);

test.each(kinds.slice(0, 2))('asked at one side only, the bound of the %s is lower', (_, make) => {
  for (const v of [20, 60, 200])
    expect(mixtureBound(make(true), v, 0.05)).toBeLessThan(mixtureBound(make(false), v, 0.05));
});

test('a bounded sum cannot exceed what it can be, and without alpha there is no other bound', () => {
  const bounded = betaBinomialMixture(0.5, 0.5, { v: 10, alpha: 0.05, isOneSided: false });
  expect(mixtureBound(bounded, 0.25, 0.05)).toBe(0.5);
  expect(mixtureBound(bounded, 100, 0)).toBe(200);
  const normal = normalMixture({ v: 10, alpha: 0.05, isOneSided: true });
  expect(mixtureBound(normal, 100, 0)).toBe(Infinity);
  expect(mixtureBound(normal, 0, 0.05)).toBeGreaterThan(0);
});

test('a bound is lowest where it was tuned, and no tuning makes it NaN', () => {
  const at = (v: number): number => mixtureBound(normalMixture({ v, alpha: 0.05, isOneSided: false }), 100, 0.05);
  expect(at(100)).toBeLessThan(Math.min(at(30), at(90), at(110), at(300)));
  for (const alpha of [0, 0.5, 0.7, 1]) {
    expect(bestRho(10, alpha, true)).toBeGreaterThan(0);
    expect(normalMixture({ v: 10, alpha, isOneSided: true }).log(3, 10)).not.toBeNaN();
  }
});
