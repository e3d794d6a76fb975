import fc from 'fast-check';
import { expect, test } from 'vitest';
import { goldenSection } from './golden-section.ts';
import { integrate } from './integrate.ts';

test('integrals known: powers, also with a singular end, and a bell', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -0.5, max: 8, noNaN: true }),
      fc.double({ min: 0.1, max: 5, noNaN: true }),
      (power, to) => {
        expect(integrate((x) => (x > 0 ? x ** power : 0), 0, to) / (to ** (power + 1) / (power + 1))).toBeCloseTo(1, 6);
      },
    ),
  );
  expect(integrate((x) => Math.exp((-x * x) / 2), -10, 10)).toBeCloseTo(Math.sqrt(2 * Math.PI), 12);
  expect(integrate(Math.sin, 0, Math.PI)).toBeCloseTo(2, 12);
  expect(integrate(Math.cos, 3, 3)).toBeCloseTo(0, 15);
});

test('the least of a function that falls and rises, inside or at an end', () => {
  fc.assert(
    fc.property(fc.double({ min: -5, max: 5, noNaN: true }), (where) => {
      expect(goldenSection((x) => (x - where) ** 2, -5, 5)).toBeCloseTo(where, 6);
      expect(goldenSection((x) => Math.abs(x - where), -5, 5)).toBeCloseTo(where, 9);
    }),
  );
  expect(goldenSection((x) => x, 1, 4)).toBeCloseTo(1, 9);
  expect(goldenSection((x) => -x, 1, 4)).toBeCloseTo(4, 9);
});
