import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chiSquareSurvival, logLowerGamma, logUpperGamma } from './incomplete-gamma.ts';

/** To 40 digits by mpmath. */
test.each([
  [3.5, 1, 0.06136882913940217],
  [18.18181818, 1, 0.00002007865614343374],
  [0.01, 4, 0.9999875415886457],
  [50, 40, 0.1335748340856504],
  [1000, 3, 1.7994208765314476e-216],
  [0.5, 7, 0.999446481390425],
])('a chi-square above %d with %d degrees of freedom', (x, df, expected) => {
  expect(Math.abs(chiSquareSurvival(x, df) / expected - 1)).toBeLessThan(1e-12);
});

test('nothing lies below 0 or above infinity', () => {
  expect([chiSquareSurvival(0, 3), chiSquareSurvival(-1, 3), chiSquareSurvival(Infinity, 3)]).toEqual([1, 1, 0]);
  expect(logLowerGamma(2, 0)).toBe(-Infinity);
  expect(logLowerGamma(2, Infinity)).toBeCloseTo(0, 15);
});

test('both halves make a whole; with a = 1 the upper is e^-x', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.05, max: 1e4, noNaN: true }),
      fc.double({ min: 1e-6, max: 4, noNaN: true }),
      (a, r) => {
        expect(Math.exp(logLowerGamma(a, a * r)) + Math.exp(logUpperGamma(a, a * r))).toBeCloseTo(1, 10);
        expect(logUpperGamma(1, 100 * r)).toBeCloseTo(-100 * r, 9);
      },
    ),
    { numRuns: 200 },
  );
});
