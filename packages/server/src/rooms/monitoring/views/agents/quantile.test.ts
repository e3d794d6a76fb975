import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quantileMs } from './quantile.ts';

const bucketOf = (us: number): number => Math.floor(Math.log2(Math.max(us, 1)) * 8);

function histogramOf(durationsUs: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const us of durationsUs) counts.set(bucketOf(us), (counts.get(bucketOf(us)) ?? 0) + 1);
  return counts;
}

test('nothing known is unknown', () => {
  expect(quantileMs(new Map(), 0.5)).toBeNull();
  expect(quantileMs(new Map([[40, 0]]), 0.95)).toBeNull();
});

test('is within one bucket of the exact quantile, whatever the durations', () => {
  const durations = fc.array(fc.integer({ min: 1, max: 10 ** 10 }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(durations, fc.constantFrom(0.5, 0.95, 0.99), (sample, q) => {
      const sorted = sample.toSorted((a, b) => a - b);
      const exact = sorted[Math.ceil(q * sorted.length) - 1]!;
      const told = quantileMs(histogramOf(sample), q)! * 1000;
      const bucket = 2 ** (1 / 8) * 1.000001;
      expect(told).toBeLessThanOrEqual(exact * bucket);
      expect(told).toBeGreaterThanOrEqual(exact / bucket);
    }),
  );
});

test('lies as far in its bucket as its rank does, in the logarithm', () => {
  // One bucket from 1024 µs on: half of the way is 2^(80.5 / 8).
  expect(quantileMs(new Map([[80, 10]]), 0.5)).toBeCloseTo(2 ** (80.5 / 8) / 1000, 9);
  expect(
    quantileMs(
      new Map([
        [80, 5],
        [160, 5],
      ]),
      0.75,
    ),
  ).toBeCloseTo(2 ** (160.5 / 8) / 1000, 6);
});
