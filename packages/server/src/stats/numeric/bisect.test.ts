import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bisect } from './bisect.ts';
import { continuedFraction } from './continued-fraction.ts';

test('finds the root of a rising and of a falling function to the last bit', () => {
  fc.assert(
    fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.boolean(), (root, rising) => {
      const f = (x: number): number => (rising ? x - root : root - x);
      expect(Math.abs(bisect(f, -2e6, 2e6)! - root)).toBeLessThanOrEqual(1e-15 * Math.abs(root) + 1e-300);
    }),
  );
});

test('a root at an end is that end, no change of sign is null, and a tolerance ends it early', () => {
  expect(bisect((x) => x, 0, 5)).toBe(0);
  expect(bisect((x) => x - 5, 0, 5)).toBe(5);
  expect(bisect((x) => x + 1, 0, 5)).toBeNull();
  expect(bisect(() => NaN, 0, 5)).toBeNull();
  let calls = 0;
  bisect((x) => (calls++, x - 0.3), 0, 1, 0.1);
  expect(calls).toBeLessThan(8);
});

test('a continued fraction: the golden ratio, and the root of 2', () => {
  const one = (): number => 1;
  expect(continuedFraction(one, one)).toBeCloseTo((1 + Math.sqrt(5)) / 2, 14);
  expect(continuedFraction(one, (i) => (i === 0 ? 1 : 2))).toBeCloseTo(Math.SQRT2, 14);
});
