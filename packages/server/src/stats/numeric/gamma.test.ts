import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deviance, logBeta, logGamma, stirlingRemainder } from './gamma.ts';

/** To 40 digits by mpmath. */
test.each([
  [1e-8, 18.42068073818021],
  [0.1, 2.252712651734206],
  [0.5, 0.5723649429247001],
  [1, 0],
  [1.5, -0.12078223763524522],
  [2, 0],
  [9.99, 12.779315214350193],
  [10, 12.80182748008147],
  [100.5, 361.4355404677776],
  [12345.678, 103959.91990554606],
  [1e9, 19723265827.503716],
])('logGamma(%d)', (x, expected) => {
  expect(Math.abs(logGamma(x) - expected)).toBeLessThan(1e-13 + 4e-16 * expected);
});

test('logGamma goes up by ln x from x to x + 1', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-3, max: 1e4, noNaN: true }), (x) => {
      expect(logGamma(x + 1) - logGamma(x)).toBeCloseTo(Math.log(x), 9);
      expect(stirlingRemainder(x)).toBeGreaterThan(0);
    }),
    { numRuns: 200 },
  );
});

test.each([
  [0.5, 0.5, 1.1447298858494002],
  [2, 3, -2.4849066497880004],
  [1e-5, 7, 11.512900965044796],
  [1, 1e9, -20.72326583694641],
  [1e6, 1e6, -1386300.003362921],
  [1e9, 3e9, -2249340587.774087],
  [0.3, 5e7, -4.222462072099651],
])('logBeta(%d, %d), whichever way round', (a, b, expected) => {
  expect(Math.abs(logBeta(a, b) / expected - 1)).toBeLessThan(1e-13);
  expect(logBeta(b, a)).toBe(logBeta(a, b));
});

test('poles are infinite, never NaN', () => {
  expect(logGamma(0)).toBe(Infinity);
  expect(logGamma(-2.5)).toBe(Infinity);
  expect(logGamma(Infinity)).toBe(Infinity);
  expect(logBeta(0, 3)).toBe(Infinity);
});

test('a deviance is nought where nothing deviates, positive elsewhere, and both of its branches agree', () => {
  expect(deviance(7, 7)).toBe(0);
  expect(deviance(0, 3)).toBe(3);
  expect(deviance(1e15 + 1, 1e15)).toBeCloseTo(5e-16, 30);
  fc.assert(
    fc.property(fc.double({ min: 0.5, max: 2, noNaN: true }), (ratio) => {
      expect(deviance(100 * ratio, 100)).toBeCloseTo(100 * (ratio * Math.log(ratio) + 1 - ratio), 11);
      expect(deviance(100 * ratio, 100)).toBeGreaterThanOrEqual(0);
    }),
  );
});
