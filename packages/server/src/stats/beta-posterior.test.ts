import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chanceBelow, type Seen } from './beta-posterior.ts';
import { logBeta } from './numeric/gamma.ts';

const seen = fc
  .tuple(fc.integer({ min: 0, max: 600 }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([n, p]): Seen => ({ n, successes: Math.round(p * n) }));

/** P(b < a) in closed form, for whole numbers (Evan Miller, Formulas for Bayesian A/B testing). */
function closed(b: Seen, a: Seen): number {
  const [p, q, r, s] = [a.successes + 1, a.n - a.successes + 1, b.successes + 1, b.n - b.successes + 1];
  let sum = 0;
  for (let i = 0; i < p; i++)
    sum += Math.exp(logBeta(r + i, s + q) - Math.log(q + i) - logBeta(1 + i, q) - logBeta(r, s));
  return sum;
}

test('as the closed form, where there is one; and the two chances make a whole', () => {
  fc.assert(
    fc.property(seen, seen, (a, b) => {
      const chance = chanceBelow(b, a);
      expect(Math.abs(chance - closed(b, a))).toBeLessThan(1e-9);
      expect(chance + chanceBelow(a, b)).toBeCloseTo(1, 9);
    }),
    { numRuns: 12 },
  );
});

test('by more it is less likely; beyond all that is possible, not at all or for sure', () => {
  const [a, b] = [
    { successes: 45, n: 50 },
    { successes: 48, n: 50 },
  ];
  const chances = [-1, -0.3, -0.05, 0, 0.02, 0.1, 1].map((by) => chanceBelow(b, a, by));
  expect(chances).toEqual(chances.toSorted((x, y) => y - x));
  expect(chances[0]).toBeCloseTo(1, 10);
  expect(chances.at(-1)).toBe(0);
});

test('of nothing seen: two shares of any size, so a triangle', () => {
  const nothing = { successes: 0, n: 0 };
  expect(chanceBelow(nothing, nothing)).toBeCloseTo(0.5, 12);
  for (const by of [0.1, 0.3, 0.9]) {
    expect(chanceBelow(nothing, nothing, by)).toBeCloseTo((1 - by) ** 2 / 2, 11);
    expect(chanceBelow(nothing, nothing, -by)).toBeCloseTo(1 - (1 - by) ** 2 / 2, 11);
  }
});

test('much seen against little, all against none, a prior below 1: numbers still', () => {
  const [much, little] = [
    { successes: 5e5, n: 1e6 },
    { successes: 3, n: 5 },
  ];
  expect(chanceBelow(much, little)).toBeCloseTo(0.65625, 4);
  expect(chanceBelow({ successes: 5e8, n: 1e9 }, { successes: 5e8, n: 1e9 })).toBeCloseTo(0.5, 9);
  expect(chanceBelow({ successes: 0, n: 1e6 }, { successes: 1e6, n: 1e6 })).toBeCloseTo(1, 10);
  expect(() => chanceBelow({ successes: 3, n: 2 }, little)).toThrow(RangeError);
  expect(() => chanceBelow({ successes: 0, n: 2, prior: [0, 0] }, little)).toThrow(RangeError);
  const half = { successes: 0, n: 3, prior: [0.5, 0.5] as const };
  expect(chanceBelow(half, half)).toBeCloseTo(0.5, 10);
});
