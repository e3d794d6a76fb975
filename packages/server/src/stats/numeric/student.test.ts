import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalQuantile } from './normal.ts';
import { studentCritical, studentTwoSided } from './student.ts';

/** To 40 digits by mpmath. */
test.each([
  [2.1, 5, 0.08975324988459876],
  [0.3, 1, 0.8144528418445153],
  [8, 40.7, 6.989338238146683e-10],
  [1.96, 6000.5, 0.05004200418451008],
])('beyond %d with %d degrees of freedom', (t, df, expected) => {
  expect(studentTwoSided(t, df) / expected).toBeCloseTo(1, 11);
  expect(studentTwoSided(-t, df)).toBe(studentTwoSided(t, df));
  expect(studentCritical(expected, df)).toBeCloseTo(t, 9);
});

test('the critical value falls with p and with the degrees of freedom, towards the normal one', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1e-9, max: 0.9, noNaN: true }),
      fc.double({ min: 1, max: 1e6, noNaN: true }),
      (p, df) => {
        const t = studentCritical(p, df);
        expect(t).toBeGreaterThan(studentCritical(Math.min(1, p * 1.1), df));
        expect(t).toBeGreaterThanOrEqual(-normalQuantile(p / 2) - 1e-7);
      },
    ),
    { numRuns: 30 },
  );
  expect(studentCritical(0.05, 1e9)).toBeCloseTo(1.95996398, 7);
});

test('ends', () => {
  expect([studentCritical(1, 3), studentCritical(0, 3)]).toEqual([0, Infinity]);
  expect([studentTwoSided(0, 3), studentTwoSided(Infinity, 3)]).toEqual([1, 0]);
});
