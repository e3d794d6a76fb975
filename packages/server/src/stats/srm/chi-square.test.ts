import fc from 'fast-check';
import { expect, test } from 'vitest';
import { uniforms } from '../seeded.ts';
import { sampleRatioChiSquare } from './chi-square.ts';

test('what is split as it should be is p = 1; nothing and one arm are too', () => {
  expect(sampleRatioChiSquare({ weights: [3, 1], counts: [300, 100] })).toEqual({ statistic: 0, df: 1, p: 1 });
  expect(sampleRatioChiSquare({ weights: [3, 1], counts: [0, 0] })).toEqual({ statistic: 0, df: 1, p: 1 });
  expect(sampleRatioChiSquare({ weights: [1], counts: [100] })).toEqual({ statistic: 0, df: 0, p: 1 });
  expect(sampleRatioChiSquare({ weights: [], counts: [] })).toEqual({ statistic: 0, df: 0, p: 1 });
});

test('units where none can be are p = 0', () => {
  expect(sampleRatioChiSquare({ weights: [1, 0], counts: [1_000_000, 1] }).p).toBe(0);
  expect(sampleRatioChiSquare({ weights: [1, 0], counts: [1_000_000, 0] }).p).toBe(1);
  expect(sampleRatioChiSquare({ weights: [0, 0], counts: [1, 1] }).p).toBe(0);
});

test('of two arms it is the square of the usual z', () => {
  // (60 - 50)^2 / 50 twice = 4, and 2 standard errors are p = 0.0455.
  const { statistic, p } = sampleRatioChiSquare({ weights: [1, 1], counts: [60, 40] });
  expect(statistic).toBeCloseTo(4, 12);
  expect(p).toBeCloseTo(0.0455002638963584, 12);
});

test('neither the unit of weights nor the order of arms matters', () => {
  const arms = fc.array(fc.tuple(fc.integer({ min: 1, max: 99 }), fc.nat(10_000)), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(arms, fc.integer({ min: 2, max: 1000 }), (all, unit) => {
      const of = (list: typeof all, times: number) =>
        sampleRatioChiSquare({
          weights: list.map(([weight]) => weight * times),
          counts: list.map(([, count]) => count),
        });
      const { statistic, df, p } = of(all, 1);
      const other = of(all.toReversed(), unit);
      expect(other.df).toBe(df);
      expect(other.statistic).toBeCloseTo(statistic, 6);
      expect(other.p).toBeCloseTo(p, 9);
      expect(p >= 0 && p <= 1).toBe(true);
    }),
  );
});

test('a look at a fixed time alarms as often as alpha says', () => {
  const next = uniforms(5);
  const runs = 2000;
  let alarms = 0;
  for (let run = 0; run < runs; run++) {
    const counts = [0, 0, 0];
    for (let unit = 0; unit < 300; unit++) counts[Math.min(2, Math.floor(next() * 4))]! += 1;
    if (sampleRatioChiSquare({ weights: [1, 1, 2], counts }).p < 0.05) alarms += 1;
  }
  expect(Math.abs(alarms - runs * 0.05)).toBeLessThan(3.3 * Math.sqrt(runs * 0.05 * 0.95));
});
