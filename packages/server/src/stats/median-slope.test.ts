import fc from 'fast-check';
import { expect, test } from 'vitest';
import { medianSlope } from './median-slope.ts';

test('of a straight line it is the slope, whatever the order and the number of points', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 3, maxLength: 400 }),
      fc.integer({ min: -1000, max: 1000 }),
      (xs, slope) => {
        expect(medianSlope(xs.map((x) => [x, slope * x + 7] as const))).toBeCloseTo(slope, 6);
      },
    ),
    { numRuns: 50 },
  );
});

test('a quarter of wild points does not bend it', () => {
  const points = Array.from({ length: 100 }, (_, x) => [x, x % 4 === 3 ? 1e9 : 2 * x] as const);
  expect(medianSlope(points)).toBeCloseTo(2, 0);
});

test('a step once does not read as growth', () => {
  const points = Array.from({ length: 100 }, (_, x) => [x, x < 10 ? 0 : 5000] as const);
  expect(medianSlope(points)).toBe(0);
});

test('too little is unknown, not zero', () => {
  expect(medianSlope([])).toBeNull();
  expect(
    medianSlope([
      [0, 1],
      [1, 2],
    ]),
  ).toBeNull();
  expect(
    medianSlope([
      [5, 1],
      [5, 2],
      [5, 3],
    ]),
  ).toBeNull();
});
