import fc from 'fast-check';
import { expect, test } from 'vitest';
import { alwaysValidFactor, type Plan } from './plan.ts';
import { daysToDetect, detectableBy, type Traffic } from './traffic.ts';

const plan: Plan = { alpha: 0.025, sides: 1, power: 0.8 };
const traffic: Traffic = {
  baseline: 0.85,
  direction: 'down',
  unitsPerDay: 500,
  looking: 'always',
  steps: [
    { weight: 0.05, days: 1 },
    { weight: 0.25, days: 2 },
    { weight: 0.5, days: Infinity },
  ],
};

test('a small team cannot see two points in a day, and is told when it can', () => {
  expect(detectableBy(traffic, 1, plan)!).toBeGreaterThan(0.2);
  const days = daysToDetect(traffic, 0.02, plan)!;
  expect(days).toBeGreaterThan(30);
  expect(detectableBy(traffic, days, plan)).toBeCloseTo(0.02, 8);
});

test('days and difference are inverse, and each step adds', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 0.5, noNaN: true }),
      fc.integer({ min: 10, max: 100_000 }),
      (difference, unitsPerDay) => {
        const days = daysToDetect({ ...traffic, unitsPerDay }, difference, plan);
        fc.pre(days !== null);
        expect(detectableBy({ ...traffic, unitsPerDay }, days + 1e-6, plan)!).toBeLessThanOrEqual(difference);
        expect(detectableBy({ ...traffic, unitsPerDay }, days + 5, plan)!).toBeLessThan(difference);
      },
    ),
  );
});

test('looking all the time takes the stated factor', () => {
  const steps = [{ weight: 0.5, days: Infinity }];
  const once = daysToDetect({ ...traffic, steps, looking: 'once' }, 0.05, plan)!;
  expect(daysToDetect({ ...traffic, steps }, 0.05, plan)! / once).toBeCloseTo(alwaysValidFactor, 6);
});

test('a ramp that ends shows no more later', () => {
  const ended = { ...traffic, steps: [{ weight: 0.5, days: 2 }] };
  expect(detectableBy(ended, 2, plan)).toBe(detectableBy(ended, 200, plan));
  expect(daysToDetect(ended, 0.01, plan)).toBeNull();
});

test('no traffic, no time, no split: nothing can be seen', () => {
  expect(detectableBy(traffic, 0, plan)).toBeNull();
  expect(detectableBy({ ...traffic, unitsPerDay: 0 }, 100, plan)).toBeNull();
  expect(daysToDetect({ ...traffic, unitsPerDay: 0 }, 0.1, plan)).toBeNull();
  for (const weight of [0, 1]) {
    const unsplit = { ...traffic, steps: [{ weight, days: Infinity }] };
    expect(detectableBy(unsplit, 100, plan)).toBeNull();
    expect(daysToDetect(unsplit, 0.1, plan)).toBeNull();
  }
  expect(daysToDetect({ ...traffic, steps: [] }, 0.1, plan)).toBeNull();
  expect(daysToDetect(traffic, 0.9, plan)).toBeNull();
});

test('what cannot be traffic, days or a difference is refused', () => {
  for (const unitsPerDay of [-1, Number.NaN, Infinity])
    expect(() => detectableBy({ ...traffic, unitsPerDay }, 1, plan)).toThrow(RangeError);
  for (const step of [
    { weight: 2, days: 1 },
    { weight: 0.5, days: -1 },
    { weight: Number.NaN, days: 1 },
  ])
    expect(() => daysToDetect({ ...traffic, steps: [step] }, 0.1, plan)).toThrow(RangeError);
  for (const days of [-1, Number.NaN, Infinity]) expect(() => detectableBy(traffic, days, plan)).toThrow(RangeError);
  for (const difference of [0, -1, Number.NaN])
    expect(() => daysToDetect(traffic, difference, plan)).toThrow(RangeError);
});
