import fc from 'fast-check';
import { expect, test } from 'vitest';
import { uniforms } from '../seeded.ts';
import { benjaminiHochberg, benjaminiYekutieli, holm } from './adjusted-p.ts';

const p = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 });
const all = [holm, benjaminiHochberg, benjaminiYekutieli];

test('an adjusted p is a p, never below its own, and keeps the order', () => {
  fc.assert(
    fc.property(p, (values) => {
      for (const adjust of all) {
        const adjusted = adjust(values);
        expect(adjusted).toHaveLength(values.length);
        for (const [i, one] of values.entries()) {
          expect(adjusted[i]! <= 1 && adjusted[i]! >= one * (1 - 1e-12)).toBe(true);
          for (const [j, other] of values.entries())
            if (one < other) expect(adjusted[i]!).toBeLessThanOrEqual(adjusted[j]!);
        }
      }
    }),
  );
});

test('a smaller p nowhere raises an adjusted one', () => {
  fc.assert(
    fc.property(p, fc.nat(11), fc.double({ min: 0, max: 1, noNaN: true }), (values, at, share) => {
      const smaller = values.map((one, i) => (i === at ? one * share : one));
      for (const adjust of all) {
        const before = adjust(values);
        for (const [i, one] of adjust(smaller).entries()) expect(one).toBeLessThanOrEqual(before[i]!);
      }
    }),
  );
});

test('the order of hypotheses does not matter', () => {
  fc.assert(
    fc.property(p, (values) => {
      for (const adjust of all) expect(adjust(values.toReversed())).toEqual(adjust(values).toReversed());
    }),
  );
});

test('BH rejects as its definition says: the most p-values of which the largest is at most k alpha / n', () => {
  fc.assert(
    fc.property(p, fc.double({ min: 0.001, max: 0.999, noNaN: true }), (values, alpha) => {
      const sorted = values.toSorted((a, b) => a - b);
      const most = sorted.findLastIndex((one, i) => (values.length * one) / (i + 1) <= alpha) + 1;
      expect(benjaminiHochberg(values).filter((one) => one <= alpha)).toHaveLength(most);
    }),
  );
});

test('none, one, all 0 and all 1', () => {
  for (const adjust of all) {
    expect(adjust([])).toEqual([]);
    expect(adjust([0.03])).toEqual([0.03]);
    expect(adjust([0, 0, 0])).toEqual([0, 0, 0]);
    expect(adjust([1, 1])).toEqual([1, 1]);
    for (const wrong of [-0.1, 1.1, Number.NaN]) expect(() => adjust([0.5, wrong])).toThrow(RangeError);
  }
});

test('of true nulls alone Holm and BH reject any in at most alpha of families', () => {
  const next = uniforms(9);
  const runs = 4000;
  let [byHolm, byHochberg] = [0, 0];
  for (let run = 0; run < runs; run++) {
    const drawn = Array.from({ length: 8 }, next);
    if (holm(drawn).some((one) => one <= 0.05)) byHolm += 1;
    if (benjaminiHochberg(drawn).some((one) => one <= 0.05)) byHochberg += 1;
  }
  const most = runs * 0.05 + 3.1 * Math.sqrt(runs * 0.05 * 0.95);
  expect(byHolm).toBeLessThanOrEqual(most);
  expect(byHochberg).toBeLessThanOrEqual(most);
  expect(byHolm).toBeGreaterThan(runs * 0.03);
});
