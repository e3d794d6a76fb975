import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Plan } from './plan.ts';
import { designEffect, unitsForMeans, unitsForNonInferiority, unitsForProportions, unitsPooled } from './units.ts';

const plan: Plan = { alpha: 0.05, sides: 2, power: 0.8 };
const share = fc.double({ min: 0, max: 1, noNaN: true });

test('three of stable for each of the candidate: fewer of the candidate, more in all', () => {
  const even = unitsForProportions({ stable: 0.9, candidate: 0.85 }, plan)!;
  const uneven = unitsForProportions({ stable: 0.9, candidate: 0.85, perCandidate: 3 }, plan)!;
  // (2.8016)^2 (0.09 / 3 + 0.1275) / 0.0025
  expect(uneven).toEqual({ stable: 1485, candidate: 495 });
  expect(uneven.candidate).toBeLessThan(even.candidate);
  expect(uneven.stable + uneven.candidate).toBeGreaterThan(even.stable + even.candidate);
});

test('a mirror of both rates needs the same units, and so do arms exchanged', () => {
  fc.assert(
    fc.property(share, share, (stable, candidate) => {
      const own = unitsForProportions({ stable, candidate }, plan);
      // Up to rounding at a whole number.
      const mirrored = unitsForProportions({ stable: 1 - stable, candidate: 1 - candidate }, plan);
      if (own && own.candidate < 1e6) expect(Math.abs(mirrored!.candidate - own.candidate)).toBeLessThanOrEqual(1);
      expect(unitsForProportions({ stable: candidate, candidate: stable }, plan)?.candidate).toBe(own?.candidate);
    }),
  );
});

test('more power, a smaller alpha and a smaller difference need more', () => {
  const units = (change: Partial<Plan>, candidate = 0.85): number =>
    unitsForProportions({ stable: 0.9, candidate }, { ...plan, ...change })!.candidate;
  expect(units({ power: 0.9 })).toBeGreaterThan(units({}));
  expect(units({ alpha: 0.01 })).toBeGreaterThan(units({}));
  expect(units({}, 0.86)).toBeGreaterThan(units({}));
  expect(units({ sides: 1 })).toBeLessThan(units({}));
});

test('means: the textbook case of half a standard deviation', () => {
  expect(unitsForMeans({ variances: { stable: 1, candidate: 1 }, difference: 0.5 }, plan)).toEqual({
    stable: 63,
    candidate: 63,
  });
});

test('the same rate is told apart by no number of units; certainties by one', () => {
  expect(unitsForProportions({ stable: 0.9, candidate: 0.9 }, plan)).toBeNull();
  expect(unitsPooled(0.9, 0.9, plan)).toBeNull();
  expect(unitsForProportions({ stable: 1, candidate: 0 }, plan)).toEqual({ stable: 1, candidate: 1 });
  expect(unitsForProportions({ stable: 0, candidate: 1, perCandidate: 0.5 }, plan)).toEqual({
    stable: 1,
    candidate: 1,
  });
  expect(unitsForNonInferiority(1, 0.02, plan)).toBe(1);
});

test('the pooled variance needs about the same, and at a low power too', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.1, max: 0.9, noNaN: true }),
      fc.double({ min: 0.02, max: 0.08, noNaN: true }),
      (rate, less) => {
        const pooled = unitsPooled(rate, rate - less, plan)!;
        expect(pooled / unitsForProportions({ stable: rate, candidate: rate - less }, plan)!.candidate).toBeCloseTo(
          1,
          0,
        );
      },
    ),
  );
  expect(unitsPooled(0.9, 0.85, { ...plan, power: 0.03 })).toBeGreaterThanOrEqual(1);
});

test('clusters need more by their size and likeness', () => {
  expect(designEffect(1, 0.6)).toBe(1);
  expect(designEffect(4, 0)).toBe(1);
  expect(designEffect(4, 0.3)).toBeCloseTo(1.9, 12);
  expect(designEffect(4, 1)).toBe(4);
  for (const [size, correlation] of [
    [0.5, 0],
    [2, -0.1],
    [2, 1.1],
    [Number.NaN, 0],
    [2, Number.NaN],
  ] as const)
    expect(() => designEffect(size, correlation)).toThrow(RangeError);
});

test('what is no rate, variance, share or margin is refused', () => {
  for (const wrong of [-0.1, 1.1, Number.NaN]) {
    expect(() => unitsForProportions({ stable: wrong, candidate: 0.5 }, plan)).toThrow(RangeError);
    expect(() => unitsPooled(0.5, wrong, plan)).toThrow(RangeError);
    expect(() => unitsForNonInferiority(wrong, 0.1, plan)).toThrow(RangeError);
  }
  for (const wrong of [0, -1, Number.NaN]) {
    expect(() => unitsForNonInferiority(0.5, wrong, plan)).toThrow(RangeError);
    expect(() => unitsForProportions({ stable: 0.4, candidate: 0.5, perCandidate: wrong }, plan)).toThrow(RangeError);
  }
  expect(() => unitsForMeans({ variances: { stable: -1, candidate: 1 }, difference: 1 }, plan)).toThrow(RangeError);
  const variances = { stable: 1, candidate: 1 };
  expect(() => unitsForMeans({ variances, difference: Number.NaN }, plan)).toThrow(RangeError);
});
