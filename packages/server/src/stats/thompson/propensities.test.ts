import fc from 'fast-check';
import { expect, test } from 'vitest';
import { uniforms } from '../seeded.ts';
import { assign } from './assign.ts';
import { propensities } from './propensities.ts';

const arms = [
  { successes: 60, units: 100 },
  { successes: 40, units: 100 },
  { successes: 50, units: 100 },
];

test('unless asked for, results move nothing', () => {
  expect(propensities({ weights: [3, 1] })).toEqual([0.75, 0.25]);
  expect(propensities({ weights: [0, 5] })).toEqual([0, 1]);
  expect(propensities({ weights: [5] })).toEqual([1]);
});

test('asked for, the better arm gets more, none falls below the floor, and a closed one stays closed', () => {
  const [best, worst, middle] = propensities({ weights: [1, 1, 1], adaptive: { floor: 0.01, arms } });
  expect(best!).toBeGreaterThan(middle!);
  expect(middle!).toBeGreaterThan(worst!);
  expect(worst!).toBeGreaterThanOrEqual(0.01);
  const closed = propensities({ weights: [0, 1, 1], adaptive: { floor: 0.01, arms } });
  expect(closed[0]).toBe(0);
  expect(closed[2]!).toBeGreaterThan(0.5);
  expect(propensities({ weights: [0, 1, 0], adaptive: { floor: 0.01, arms } })).toEqual([0, 1, 0]);
});

test('they sum to one, whatever the weights and results', () => {
  const weight = fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max: 1e6, noNaN: true }));
  fc.assert(
    fc.property(fc.array(weight, { minLength: 1, maxLength: 6 }), (weights) => {
      fc.pre(weights.some((one) => one > 0));
      const shares = propensities({ weights });
      expect(Math.abs(shares.reduce((sum, one) => sum + one, 0) - 1)).toBeLessThan(1e-15 * 8);
      expect(shares.every((one) => one >= 0 && one <= 1)).toBe(true);
    }),
  );
  for (const floor of [0, 0.01, 1 / 3]) {
    const shares = propensities({ weights: [1, 1, 1], adaptive: { floor, arms } });
    expect(shares.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 14);
    for (const one of shares) expect(one).toBeGreaterThanOrEqual(floor * (1 - 1e-12));
  }
});

test('sampling with a seed can be repeated, favours the better arm, and logged propensities mend the means it bends', () => {
  const play = (seed: number) => {
    const next = uniforms(seed);
    const seen = [0.7, 0.4].map((rate) => ({ rate, successes: 0, units: 0, weighted: 0 }));
    for (let round = 0; round < 30; round++) {
      const shares = propensities({ weights: [1, 1], adaptive: { floor: 0.05, arms: seen } });
      for (let unit = 0; unit < 20; unit++) {
        const { arm, propensity } = assign(shares, next());
        const drawn = seen[arm]!;
        drawn.units += 1;
        if (next() >= drawn.rate) continue;
        drawn.successes += 1;
        drawn.weighted += 1 / propensity / 600;
      }
    }
    return seen;
  };
  const seen = play(4);
  expect(play(4)).toEqual(seen);
  expect(seen[0]!.units).toBeGreaterThan(450);
  for (const { rate, weighted } of seen) expect(Math.abs(weighted - rate)).toBeLessThan(0.25);
});

test('what leaves no arm a chance, or promises too much, is refused', () => {
  for (const weights of [[], [0, 0], [-1, 2], [Number.NaN, 1], [Infinity, 1]])
    expect(() => propensities({ weights })).toThrow(RangeError);
  for (const floor of [-0.1, 0.4, Number.NaN])
    expect(() => propensities({ weights: [1, 1, 1], adaptive: { floor, arms } })).toThrow(RangeError);
  expect(() => propensities({ weights: [1, 1], adaptive: { floor: 0, arms } })).toThrow(RangeError);
});
