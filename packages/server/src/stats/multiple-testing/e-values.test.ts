import fc from 'fast-check';
import { expect, test } from 'vitest';
import { uniforms } from '../seeded.ts';
import { eBenjaminiHochberg, meanOfEValues, productOfEValues } from './e-values.ts';

const e = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { maxLength: 12 });
const alpha = fc.double({ min: 0, max: 1, noNaN: true });

test('what is rejected is at least what is not, and enough for its number', () => {
  fc.assert(
    fc.property(e, alpha, (values, level) => {
      const rejected = eBenjaminiHochberg(values, level);
      const out = values.filter((_, i) => rejected[i]);
      const kept = values.filter((_, i) => !rejected[i]);
      if (out.length > 0) {
        expect(Math.min(...out)).toBeGreaterThanOrEqual(values.length / (level * out.length));
        expect(Math.min(...out)).toBeGreaterThanOrEqual(Math.max(0, ...kept));
      }
      // No larger number would do.
      for (const [i, one] of kept.toSorted((a, b) => b - a).entries())
        expect(level === 0 || one < values.length / (level * (out.length + i + 1))).toBe(true);
    }),
  );
});

test('more evidence and a larger alpha never take a rejection back', () => {
  fc.assert(
    fc.property(e, alpha, alpha, fc.nat(11), (values, one, other, at) => {
      const [small, large] = [Math.min(one, other), Math.max(one, other)];
      const before = eBenjaminiHochberg(values, small);
      const more = values.map((value, i) => (i === at ? value * 2 + 1 : value));
      for (const after of [eBenjaminiHochberg(values, large), eBenjaminiHochberg(more, small)])
        for (const [i, rejected] of before.entries()) if (rejected) expect(after[i]).toBe(true);
    }),
  );
});

test('edges: none, certain, worthless, alpha 0', () => {
  expect(eBenjaminiHochberg([], 0.05)).toEqual([]);
  expect(eBenjaminiHochberg([Infinity, 0, Infinity], 0.05)).toEqual([true, false, true]);
  expect(eBenjaminiHochberg([Infinity, 1e300], 0)).toEqual([false, false]);
  expect(eBenjaminiHochberg([20], 0.05)).toEqual([true]);
  expect(eBenjaminiHochberg([19.99], 0.05)).toEqual([false]);
  for (const wrong of [-1, Number.NaN]) {
    expect(() => eBenjaminiHochberg([wrong], 0.05)).toThrow(RangeError);
    expect(() => meanOfEValues([wrong])).toThrow(RangeError);
    expect(() => productOfEValues([wrong])).toThrow(RangeError);
    expect(() => eBenjaminiHochberg([1], wrong)).toThrow(RangeError);
  }
});

test('the mean lies between the least and the most, and large ones do not overflow', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1 }), (values) => {
      const mean = meanOfEValues(values)!;
      expect(mean).toBeGreaterThanOrEqual(Math.min(...values) * (1 - 1e-9));
      expect(mean).toBeLessThanOrEqual(Math.max(...values) * (1 + 1e-9));
    }),
  );
  expect(meanOfEValues([])).toBeNull();
  expect(meanOfEValues([1e308, 1e308])).toBe(1e308);
  expect(productOfEValues([])).toBe(1);
  expect(productOfEValues([Infinity, 0])).toBe(0);
  expect(productOfEValues([1e200, 1e200, 1e-300]) / 1e100).toBeCloseTo(1, 10);
});

test('under the null the mean of dependent ones and the product of independent ones pass 1 / alpha in at most alpha of runs', () => {
  const next = uniforms(13);
  const runs = 5000;
  /** p^-1/2 / 2 is an e-value of a uniform p. */
  const calibrated = (p: number): number => 0.5 / Math.sqrt(Math.max(p, 1e-300));
  let [means, products] = [0, 0];
  for (let run = 0; run < runs; run++) {
    const [p, q] = [next(), next()];
    // The second is as dependent as can be.
    if (meanOfEValues([calibrated(p), calibrated(p), calibrated(1 - p)])! >= 10) means += 1;
    if (productOfEValues([calibrated(p), calibrated(q)]) >= 10) products += 1;
  }
  const most = runs * 0.1 + 3.1 * Math.sqrt(runs * 0.09);
  expect(means).toBeLessThanOrEqual(most);
  expect(products).toBeLessThanOrEqual(most);
  expect(Math.min(means, products)).toBeGreaterThan(0);
});
