import fc from 'fast-check';
import { expect, test } from 'vitest';
import { smallestDifference } from './detectable.ts';
import type { Plan } from './plan.ts';
import { unitsForProportions } from './units.ts';

const plan: Plan = { alpha: 0.05, sides: 1, power: 0.8 };
const rate = fc.record({
  baseline: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
  direction: fc.constantFrom('down' as const, 'up' as const),
});
const units = fc.integer({ min: 1, max: 1_000_000 });

test('it is the inverse of the sample size, both ways and for uneven arms', () => {
  fc.assert(
    fc.property(rate, units, fc.constantFrom(0.5, 1, 9), (which, candidate, perCandidate) => {
      const difference = smallestDifference(which, [{ stable: candidate * perCandidate, candidate }], plan);
      fc.pre(difference !== null);
      const other = which.baseline + (which.direction === 'down' ? -difference : difference);
      const needed = unitsForProportions(
        { stable: which.baseline, candidate: Math.min(1, Math.max(0, other)), perCandidate },
        plan,
      )!;
      expect(Math.abs(needed.candidate - candidate)).toBeLessThanOrEqual(1);
    }),
  );
});

test('more units show less, and a stratum cut in two under the same split shows the same', () => {
  fc.assert(
    fc.property(rate, units, units, (which, stable, candidate) => {
      const whole = smallestDifference(which, [{ stable, candidate }], plan);
      const half = { stable: stable / 2, candidate: candidate / 2 };
      const cut = smallestDifference(which, [half, half], plan);
      const more = smallestDifference(which, [{ stable: stable * 2, candidate: candidate * 2 }], plan);
      if (whole === null) return;
      expect(cut! / whole).toBeCloseTo(1, 9);
      expect(more!).toBeLessThan(whole);
    }),
  );
});

test('a known case: 683 units an arm show 5 points from 90 % down', () => {
  const difference = smallestDifference({ baseline: 0.9, direction: 'down' }, [{ stable: 683, candidate: 683 }], {
    ...plan,
    sides: 2,
  })!;
  expect(difference).toBeLessThanOrEqual(0.05);
  expect(difference).toBeGreaterThan(0.0499);
});

test('nothing to compare, and nowhere to go, is null', () => {
  const down = { baseline: 0.9, direction: 'down' } as const;
  expect(smallestDifference(down, [], plan)).toBeNull();
  expect(smallestDifference(down, [{ stable: 1000, candidate: 0 }], plan)).toBeNull();
  expect(smallestDifference(down, [{ stable: 0, candidate: 0 }], plan)).toBeNull();
  const many = [{ stable: 1000, candidate: 1000 }];
  expect(smallestDifference({ baseline: 0, direction: 'down' }, many, plan)).toBeNull();
  expect(smallestDifference({ baseline: 1, direction: 'up' }, many, plan)).toBeNull();
  expect(smallestDifference({ baseline: 0.05, direction: 'down' }, [{ stable: 5, candidate: 5 }], plan)).toBeNull();
  // From a certainty, a unit or so in a thousand is much.
  expect(smallestDifference({ baseline: 1, direction: 'down' }, many, plan)!).toBeCloseTo(0.006, 3);
});

test('what is no share or count is refused', () => {
  const one = [{ stable: 1, candidate: 1 }];
  for (const baseline of [-0.1, 1.1, Number.NaN])
    expect(() => smallestDifference({ baseline, direction: 'up' }, one, plan)).toThrow(RangeError);
  for (const stable of [-1, Number.NaN, Infinity])
    expect(() => smallestDifference({ baseline: 0.5, direction: 'up' }, [{ stable, candidate: 1 }], plan)).toThrow(
      RangeError,
    );
});
