import fc from 'fast-check';
import { expect, test } from 'vitest';
import { uniforms } from '../seeded.ts';
import { at, countBelow, countUpTo } from './order.ts';
import { quantileP, quantileSequence } from './quantiles.ts';

const values = fc.array(fc.integer({ min: -50, max: 50 }), { maxLength: 80 }).map((xs) => xs.toSorted((a, b) => a - b));
const tuning = { quantile: 0.9, tunedFor: 100 };

test('ranks among sorted values, ties too', () => {
  fc.assert(
    fc.property(values, fc.integer({ min: -60, max: 60 }), (sorted, x) => {
      expect(countBelow(sorted, x)).toBe(sorted.filter((value) => value < x).length);
      expect(countUpTo(sorted, x)).toBe(sorted.filter((value) => value <= x).length);
    }),
  );
  expect([at([3, 4], 0), at([3, 4], 1), at([3, 4], 2), at([3, 4], 3)]).toEqual([-Infinity, 3, 4, Infinity]);
});

test('p lies between 0 and 1, does not know which arm is which, nor the unit', () => {
  fc.assert(
    fc.property(values, values, fc.constantFrom(0.1, 0.5, 0.95), (a, b, quantile) => {
      const t = { quantile, tunedFor: 50 };
      const p = quantileP(a, b, t);
      expect(p >= 0 && p <= 1).toBe(true);
      expect(quantileP(b, a, t)).toBeCloseTo(p, 9);
      const moved = (xs: number[]): number[] => xs.map((x) => 1000 + 8 * x);
      expect(quantileP(moved(a), moved(b), t)).toBe(p);
      expect(quantileP(a, a, t)).toBe(1);
    }),
    { numRuns: 60 },
  );
});

test('p falls as arms part, and as more of the same is seen', () => {
  const arm = (n: number, offset: number): number[] => Array.from({ length: n }, (_, i) => (100 * i) / n + offset);
  const [near, far, more] = [
    quantileP(arm(300, 0), arm(300, 8), tuning),
    quantileP(arm(300, 0), arm(300, 16), tuning),
    quantileP(arm(2000, 0), arm(2000, 8), tuning),
  ];
  expect(far).toBeLessThan(near);
  expect(more).toBeLessThan(near);
  expect(more).toBeLessThan(0.01);
});

test('without values, an alpha or a quantile, nothing is told', () => {
  const everything = { low: -Infinity, high: Infinity };
  expect([quantileP([], [1], tuning), quantileP([1], [], tuning)]).toEqual([1, 1]);
  expect(quantileP([1], [2], tuning)).toBe(1);
  expect(quantileSequence([], tuning, 0.05)).toEqual(everything);
  expect(quantileSequence([1, 2, 3], tuning, 0.05)).toEqual(everything);
  expect(quantileSequence([1, 2, 3], tuning, 0)).toEqual(everything);
  for (const quantile of [0, 1, NaN]) {
    expect(quantileP([1, 2], [3, 4], { ...tuning, quantile })).toBe(1);
    expect(quantileSequence([1, 2, 3], { ...tuning, quantile }, 0.05)).toEqual(everything);
  }
});

test('a sequence holds the empirical quantile, narrows with values and widens with certainty', () => {
  const arm = Array.from({ length: 2000 }, (_, i) => i);
  const { low, high } = quantileSequence(arm, tuning, 0.05);
  expect(low).toBeLessThan(1800);
  expect(low).toBeGreaterThan(1700);
  expect(high).toBeGreaterThan(1800);
  expect(high).toBeLessThan(1900);
  const surer = quantileSequence(arm, tuning, 0.001);
  expect(surer.low < low && surer.high > high).toBe(true);
});

test('looked at again and again, of two arms alike p gets below alpha, and the sequence misses, in at most alpha of runs', () => {
  const next = uniforms(3);
  const [runs, alpha] = [120, 0.1];
  const truth = -Math.log(1 - tuning.quantile);
  let [alarms, misses] = [0, 0];
  for (let run = 0; run < runs; run++) {
    const [a, b]: [number[], number[]] = [[], []];
    let [least, isMissed] = [1, false];
    for (let look = 1; look <= 8; look++) {
      for (let i = 0; i < 50; i++) {
        a.push(-Math.log(1 - next()));
        b.push(-Math.log(1 - next()));
      }
      a.sort((x, y) => x - y);
      b.sort((x, y) => x - y);
      least = Math.min(least, quantileP(a, b, tuning));
      const { low, high } = quantileSequence(a, tuning, alpha);
      isMissed ||= low > truth || high < truth;
    }
    alarms += least < alpha ? 1 : 0;
    misses += isMissed ? 1 : 0;
  }
  const most = alpha + 3.1 * Math.sqrt((alpha * (1 - alpha)) / runs);
  expect(alarms / runs).toBeLessThan(most);
  expect(misses / runs).toBeLessThan(most);
});
