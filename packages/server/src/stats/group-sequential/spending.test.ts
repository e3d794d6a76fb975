import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Spending, spent } from './spending.ts';

const all: Spending[] = ['obrien-fleming', 'pocock'];

test('nothing at the start, all at the end, never less later', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(
      fc.constantFrom(...all),
      fc.double({ min: 1e-6, max: 0.999, noNaN: true }),
      share,
      share,
      (which, alpha, s, t) => {
        expect(spent(which, alpha, 0)).toBe(0);
        expect(spent(which, alpha, 1)).toBe(alpha);
        expect(spent(which, alpha, Math.min(s, t))).toBeLessThanOrEqual(spent(which, alpha, Math.max(s, t)));
        expect(spent(which, alpha, t)).toBeLessThanOrEqual(alpha);
      },
    ),
  );
});

test('known values, and it reaches alpha without a jump', () => {
  // Of two sides at 0.05, 2.5 % each: O'Brien and Fleming at half the information spend 0.0015 a side.
  expect(2 * spent('obrien-fleming', 0.025, 0.5)).toBeCloseTo(0.00305064, 7);
  expect(spent('pocock', 0.05, 0.5)).toBeCloseTo(0.05 * Math.log(1 + (Math.E - 1) / 2), 12);
  for (const which of all) expect(spent(which, 0.05, 1 - 1e-9)).toBeCloseTo(0.05, 8);
});

test('it never fails where nothing can be spent', () => {
  expect(spent('obrien-fleming', 0.05, 1e-6)).toBe(0);
  expect(spent('obrien-fleming', 5e-324, 0.5)).toBe(0);
  expect(spent('pocock', 5e-324, 0.9)).toBeGreaterThanOrEqual(0);
});
