import fc from 'fast-check';
import { expect, test } from 'vitest';
import { adjusted } from './cuped.ts';
import { moments, together, type PairSums } from './moments.ts';
import { sampleOfRatio } from './ratio.ts';
import { sampleOfCount, sampleOfSums } from './sample.ts';

const value = fc.double({ min: -100, max: 100, noNaN: true });
const pairs = fc.array(fc.tuple(value, value), { minLength: 2, maxLength: 60 });

const sumsOf = (units: readonly (readonly [number, number])[]): PairSums => {
  const add = (f: (x: number, y: number) => number): number => units.reduce((sum, [x, y]) => sum + f(x, y), 0);
  return {
    n: units.length,
    x: add((x) => x),
    y: add((_, y) => y),
    xx: add((x) => x * x),
    yy: add((_, y) => y * y),
    xy: add((x, y) => x * y),
  };
};

const varianceOf = (xs: readonly number[]): number => {
  const mean = xs.reduce((sum, x) => sum + x, 0) / xs.length;
  return xs.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (xs.length - 1);
};

test('sums give the mean and the variance of the values, in whatever order they came', () => {
  fc.assert(
    fc.property(pairs, (units) => {
      const { n, x, xx } = sumsOf(units);
      const backwards = sumsOf(units.toReversed());
      const sample = sampleOfSums(n, x, xx)!;
      expect(sample.variance).toBeCloseTo(varianceOf(units.map(([one]) => one)), 7);
      expect(sample.mean).toBeCloseTo(backwards.x / n, 9);
      expect(sampleOfSums(n, backwards.x, backwards.xx)!.variance).toBeCloseTo(sample.variance, 7);
    }),
  );
});

test('a share has the variance p (1 - p); no units are no sample; one unit has none to vary', () => {
  expect(sampleOfCount(3, 4)).toEqual({ n: 4, mean: 0.75, variance: 0.1875 });
  expect(sampleOfCount(0, 4)).toEqual({ n: 4, mean: 0, variance: 0 });
  expect(sampleOfCount(0, 0)).toBeNull();
  for (const count of [-1, 5, NaN]) expect(() => sampleOfCount(count, 4)).toThrow(RangeError);
  expect(sampleOfSums(0, 0, 0)).toBeNull();
  expect(sampleOfSums(1, 7, 49)).toEqual({ n: 1, mean: 7, variance: 0 });
});

test('equal values never have a negative variance by rounding', () => {
  fc.assert(
    fc.property(value, fc.integer({ min: 2, max: 1000 }), (x, n) => {
      expect(sampleOfSums(n, n * x, n * x * x)!.variance).toBeGreaterThanOrEqual(0);
      expect(
        moments({ n, x: n * x, y: n * x, xx: n * x * x, yy: n * x * x, xy: n * x * x }).varY,
      ).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('a ratio whose denominators are all 1 is a mean; one in proportion to them does not vary', () => {
  fc.assert(
    fc.property(pairs, fc.double({ min: 0.1, max: 9, noNaN: true }), (units, factor) => {
      const { n, x, xx } = sumsOf(units);
      const mean = sampleOfSums(n, x, xx)!;
      const ratio = sampleOfRatio(sumsOf(units.map(([one]) => [one, 1] as const)))!;
      expect(ratio.mean).toBeCloseTo(mean.mean, 9);
      expect(ratio.variance).toBeCloseTo(mean.variance, 6);
      const fixed = sampleOfRatio(sumsOf(units.map(([, y]) => [factor * (200 + y), 200 + y] as const)))!;
      expect(fixed.mean).toBeCloseTo(factor, 9);
      expect(fixed.variance).toBeCloseTo(0, 7);
    }),
  );
  expect(sampleOfRatio(sumsOf([]))).toBeNull();
  expect(
    sampleOfRatio(
      sumsOf([
        [1, 0],
        [2, 0],
      ]),
    ),
  ).toBeNull();
});

test('adjusting takes away no more than it should: means move by theta times the covariate, variance never grows over both arms', () => {
  fc.assert(
    fc.property(pairs, pairs, (left, right) => {
      const [a, b] = [sumsOf(left), sumsOf(right)];
      const arms = adjusted(a, b)!;
      expect(arms.a.mean).toBeCloseTo(a.x / a.n - (arms.theta * a.y) / a.n, 6);
      expect(arms.a.base).toBe(a.x / a.n);
      const { varX, varY, cov } = moments(together(a, b));
      expect(varX - 2 * arms.theta * cov + arms.theta ** 2 * varY).toBeLessThanOrEqual(varX + 1e-6);
    }),
  );
});

test('a covariate that tells all leaves nothing to vary; one that tells nothing, or is the same for all, changes nothing', () => {
  const xs = [1, 4, 2, 8, 5, 7];
  const all = sumsOf(xs.map((x) => [3 * x + 1, x] as const));
  expect(adjusted(all, all)!.theta).toBeCloseTo(3, 9);
  expect(adjusted(all, all)!.b.variance).toBeCloseTo(0, 9);
  const same = sumsOf(xs.map((x) => [x, 5] as const));
  const plain = sampleOfSums(same.n, same.x, same.xx)!;
  expect(adjusted(same, same)).toEqual({
    a: { ...plain, base: plain.mean },
    b: { ...plain, base: plain.mean },
    theta: 0,
  });
  expect(adjusted(same, sumsOf([]))).toBeNull();
});

test('what is only rounding of a covariate adjusts nothing', () => {
  const left = sumsOf([
    [0, -3.514e-162],
    [0, 0],
  ]);
  const right = sumsOf([
    [5.65e-7, 0],
    [0, 0],
    [0, 0],
  ]);
  expect(adjusted(left, right)!.theta).toBe(0);
  const almostSame = sumsOf([
    [1, 1e9 + 1e-7],
    [2, 1e9],
    [5, 1e9],
  ]);
  expect(adjusted(almostSame, almostSame)!.theta).toBe(0);
});
