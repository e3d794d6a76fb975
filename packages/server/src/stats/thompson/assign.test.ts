import fc from 'fast-check';
import { expect, test } from 'vitest';
import { uniforms } from '../seeded.ts';
import { assign, wholeWeights } from './assign.ts';

test('arms come as often as their propensity says', () => {
  const next = uniforms(2);
  const shares = [0.2, 0, 0.5, 0.3];
  const drawn = [0, 0, 0, 0];
  const runs = 20_000;
  for (let i = 0; i < runs; i++) {
    const { arm, propensity } = assign(shares, next());
    if (propensity !== shares[arm]) throw new Error(`${propensity} is not that of arm ${arm}`);
    drawn[arm]! += 1;
  }
  for (const [i, share] of shares.entries())
    expect(Math.abs(drawn[i]! - share * runs)).toBeLessThanOrEqual(3.5 * Math.sqrt(runs * share * (1 - share)));
});

test('never an arm without a chance, at the edges neither', () => {
  expect(assign([0, 1], 0)).toEqual({ arm: 1, propensity: 1 });
  expect(assign([1, 0], 1 - 2 ** -53)).toEqual({ arm: 0, propensity: 1 });
  expect(assign([0.5, 0.5 - 1e-12, 0], 1 - 2 ** -53).arm).toBe(1);
  for (const u of [-0.1, 1, Number.NaN]) expect(() => assign([1], u)).toThrow(RangeError);
  for (const none of [[], [0, 0]]) expect(() => assign(none, 0.5)).toThrow(RangeError);
});

test('whole weights sum to all, lie within one or the least of their share, and leave out only what has no chance', () => {
  const share = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1, noNaN: true }));
  fc.assert(
    fc.property(fc.array(share, { minLength: 1, maxLength: 8 }), (shares) => {
      const sum = shares.reduce((all, one) => all + one, 0);
      fc.pre(sum > 0);
      const weights = wholeWeights(shares, 100_000);
      expect(weights.reduce((all, one) => all + one, 0)).toBe(100_000);
      for (const [i, one] of shares.entries()) {
        expect(Number.isInteger(weights[i])).toBe(true);
        expect(weights[i]! > 0).toBe(one > 0);
        expect(Math.abs(weights[i]! - (one / sum) * 100_000)).toBeLessThanOrEqual(shares.length);
      }
    }),
  );
  expect(wholeWeights([1, 1, 1], 100)).toEqual([34, 33, 33]);
  expect(wholeWeights([1, 1, 1], 2)).toEqual([1, 1, 0]);
  expect(wholeWeights([1, 0], 0)).toEqual([0, 0]);
  expect(wholeWeights([0.95, 0.05], 100_000)).toEqual([95_000, 5_000]);
  for (const shares of [[], [0], [-1, 2], [Number.NaN]]) expect(() => wholeWeights(shares, 100)).toThrow(RangeError);
  for (const all of [-1, 0.5, Number.NaN]) expect(() => wholeWeights([1], all)).toThrow(RangeError);
});
