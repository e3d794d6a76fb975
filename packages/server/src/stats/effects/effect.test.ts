import fc from 'fast-check';
import { expect, test } from 'vitest';
import { difference, relativeDifference, stratifiedDifference } from './effect.ts';
import { sampleOfCount, type Sample } from './sample.ts';

const sample = fc.record({
  n: fc.integer({ min: 2, max: 1e6 }),
  mean: fc.double({ min: -1000, max: 1000, noNaN: true }),
  variance: fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
});

const scaled = ({ n, mean, variance }: Sample, by: number): Sample => ({
  n,
  mean: by * mean,
  variance: by * by * variance,
});
const shifted = (of: Sample, by: number): Sample => ({ ...of, mean: of.mean + by });

test('a difference: exchanged arms turn its sign, a shift of both changes nothing, a scale scales it', () => {
  fc.assert(
    fc.property(sample, sample, (a, b) => {
      const found = difference(a, b)!;
      expect(difference(b, a)).toEqual({ ...found, value: 0 - found.value });
      expect(difference(shifted(a, 8), shifted(b, 8))!.value).toBeCloseTo(found.value, 9);
      const large = difference(scaled(a, 4), scaled(b, 4))!;
      expect([large.value, large.error, large.n]).toEqual([4 * found.value, 4 * found.error, found.n]);
    }),
  );
});

test('a relative difference does not know the unit, and its sign is that of the difference', () => {
  fc.assert(
    fc.property(
      sample.filter(({ mean }) => Math.abs(mean) > 1),
      sample,
      (a, b) => {
        const found = relativeDifference(a, b)!;
        const other = relativeDifference(scaled(a, 4), scaled(b, 4))!;
        expect(other.value).toBeCloseTo(found.value, 9);
        expect(other.error / found.error).toBeCloseTo(1, 9);
        expect(Math.sign(found.value)).toBe(Math.sign(b.mean - a.mean));
      },
    ),
  );
});

test('a margin relative to stable is a contrast: it is 0 where the candidate is just that much above', () => {
  const a = { n: 100, mean: 20, variance: 4 };
  expect(difference(a, { ...a, mean: 22 }, 1.1)!.value).toBeCloseTo(0, 12);
  expect(difference(a, { ...a, mean: 22 }, 1.1)!.error).toBeCloseTo(Math.sqrt(0.04 + 1.21 * 0.04), 12);
});

test('where nothing can be said there is no effect: too few units, nothing varies, a base of 0, numbers that are none', () => {
  const some = sampleOfCount(5, 10)!;
  const perfect = sampleOfCount(10, 10)!;
  expect(difference({ ...some, n: 1 }, some)).toBeNull();
  expect(difference(perfect, perfect)).toBeNull();
  expect(difference(perfect, sampleOfCount(0, 10)!)).toBeNull();
  expect(difference(perfect, some)).not.toBeNull();
  expect(relativeDifference(sampleOfCount(0, 10)!, some)).toBeNull();
  expect(relativeDifference(some, { ...some, mean: NaN })).toBeNull();
  expect(difference(some, { ...some, variance: -1 })).toBeNull();
});

test('one stratum is a plain difference, in whatever order several come', () => {
  fc.assert(
    fc.property(sample, sample, sample, sample, (a, b, c, d) => {
      const plain = difference(a, b)!;
      const one = stratifiedDifference([{ a, b }])!;
      expect(one.value).toBeCloseTo(plain.value, 9);
      expect(one.error / plain.error).toBeCloseTo(1, 9);
      const strata = [
        { a, b },
        { a: c, b: d },
      ];
      const [there, back] = [stratifiedDifference(strata)!, stratifiedDifference(strata.toReversed())!];
      expect(back.value).toBeCloseTo(there.value, 7);
      expect(back.error / there.error).toBeCloseTo(1, 9);
      expect(there.n).toBe(a.n + b.n + c.n + d.n);
    }),
  );
});

test('a drift that meets both arms alike moves no stratum, though it moves the pooled difference', () => {
  const strata = [
    { a: sampleOfCount(1748, 1900)!, b: sampleOfCount(92, 100)! },
    { a: sampleOfCount(780, 1000)!, b: sampleOfCount(780, 1000)! },
  ];
  expect(stratifiedDifference(strata)!.value).toBeCloseTo(0, 12);
  expect(difference(sampleOfCount(2528, 2900)!, sampleOfCount(872, 1100)!)!.value).toBeLessThan(-0.07);
});

test('strata that say nothing are left out, and none at all is no effect', () => {
  const [some, single] = [sampleOfCount(5, 10)!, sampleOfCount(1, 1)!];
  expect(
    stratifiedDifference([
      { a: some, b: some },
      { a: some, b: single },
    ])!.n,
  ).toBe(20);
  expect(stratifiedDifference([{ a: single, b: some }])).toBeNull();
  expect(stratifiedDifference([])).toBeNull();
});
