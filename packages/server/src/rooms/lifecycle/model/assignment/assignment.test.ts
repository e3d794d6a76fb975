import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bucketOf, buckets, scaled } from './bucket.ts';
import { murmur3 } from './murmur3.ts';
import { choose, rangesOf } from './ranges.ts';
import { unitOf } from './unit.ts';

const units = Array.from({ length: 100_000 }, (_, n) => `user:${n}`);

/** Sum over cells of (seen − expected)² ÷ expected. */
function chi2(counts: readonly number[], expected: number): number {
  return counts.reduce((sum, seen) => sum + (seen - expected) ** 2 / expected, 0);
}

describe('buckets', () => {
  test('scale as flagd does', () => {
    expect(scaled(murmur3('jon@company.com'), 100)).toBe(36);
    expect(scaled(murmur3('user1'), 100)).toBe(76);
    expect([0, 1, 0x7fffffff, 0x80000000, 0xffffffff].map((hash) => scaled(hash, buckets))).toEqual([
      ...[0, 0, 49_999, 50_000, 99_999],
    ]);
  });

  test('are exact for every hash: no floating point in between', () => {
    const exact = (hash: number): number => Number((BigInt(hash) * BigInt(buckets)) >> 32n);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffffff }), (hash) => scaled(hash, buckets) === exact(hash)),
      { numRuns: 2_000 },
    );
  });

  test('are filled evenly', () => {
    const cells = new Array<number>(100).fill(0);
    for (const unit of units) cells[Math.floor(bucketOf('rol_1', unit) / 1_000)]!++;
    // 99 degrees of freedom: 148.2 is passed once in a thousand draws, and these are always the same draws.
    expect(chi2(cells, 1_000)).toBeLessThan(148.2);
  });

  test('of two salts are independent', () => {
    const cells = new Array<number>(100).fill(0);
    const tenth = (salt: string, unit: string): number => Math.floor(bucketOf(salt, unit) / 10_000);
    for (const unit of units) cells[tenth('rol_1', unit) * 10 + tenth('rol_2', unit)]!++;
    expect(chi2(cells, 1_000)).toBeLessThan(148.2);
  });
});

describe('ranges', () => {
  const weights = fc
    .array(fc.integer({ min: 0, max: buckets }), { minLength: 1, maxLength: 5 })
    .map((all) => all.map((one) => Math.floor(one / all.length)));
  const share = fc.integer({ min: 0, max: buckets });

  test('a ramp never moves a unit back or to another arm', () => {
    fc.assert(
      fc.property(weights, share, share, share, (arms, one, other, at) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)];
        const bucket = Math.min(at, buckets - 1);
        const before = choose(rangesOf(arms, less), bucket);
        expect(before === null || choose(rangesOf(arms, more), bucket) === before).toBe(true);
      }),
    );
  });

  test('a larger share of one candidate keeps whom it had', () => {
    fc.assert(
      fc.property(share, share, fc.string(), (one, other, unit) => {
        const bucket = bucketOf('rol_1', unit);
        const held = choose(rangesOf([Math.min(one, other)]), bucket) === 0;
        expect(!held || choose(rangesOf([Math.max(one, other)]), bucket) === 0).toBe(true);
      }),
    );
  });

  test('nobody is in two arms, and all of the weight is given out', () => {
    fc.assert(
      fc.property(weights, share, (arms, coverage) => {
        const ranges = rangesOf(arms, coverage);
        const ends = ranges.flatMap(({ from, to }) => [from, to]);
        expect(ends.toSorted((a, b) => a - b)).toEqual(ends);
        if (coverage === buckets) expect(ranges.map(({ from, to }) => to - from)).toEqual(arms);
      }),
    );
  });

  test.each([[[60_000, 60_000]], [[-1]], [[0.5]], [[Number.NaN]]])('weights %j are refused', (bad) => {
    expect(() => rangesOf(bad)).toThrow(RangeError);
  });

  test('coverage beyond all is refused', () => {
    expect(() => rangesOf([1], buckets + 1)).toThrow(RangeError);
  });
});

test('the unit is the user, else the conversation, else the tenant', () => {
  expect(unitOf({ user: 'u', conversation: 'c', tenant: 't' })).toBe('user:u');
  expect(unitOf({ user: '', conversation: 'c', tenant: 't' })).toBe('conversation:c');
  expect(unitOf({ tenant: 't' })).toBe('tenant:t');
  expect(unitOf({ user: undefined })).toBeNull();
  expect(unitOf({})).toBeNull();
});
