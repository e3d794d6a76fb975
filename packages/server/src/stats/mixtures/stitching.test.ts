import { expect, test } from 'vitest';
import { empiricalProcessBound } from './iterated-logarithm.ts';
import { mixtureBound } from './mixture.ts';
import { normalMixture } from './normal.ts';
import { doubleStitching, polynomialStitching } from './stitching.ts';

const plain = { vMin: 10, c: 0 };

test('a stitched bound is looser than the mixture tuned for the place, and not by much', () => {
  for (const v of [20, 100, 1000]) {
    const mixture = mixtureBound(normalMixture({ v, alpha: 0.05, isOneSided: true }), v, 0.05);
    const stitched = polynomialStitching(v, 0.05, plain);
    expect(stitched).toBeGreaterThan(mixture);
    expect(stitched).toBeLessThan(1.5 * mixture);
  }
});

test('it grows with v, with certainty and with the tails, and stands still below where it begins', () => {
  expect(polynomialStitching(200, 0.05, plain)).toBeGreaterThan(polynomialStitching(100, 0.05, plain));
  expect(polynomialStitching(100, 0.01, plain)).toBeGreaterThan(polynomialStitching(100, 0.05, plain));
  expect(polynomialStitching(100, 0.05, { ...plain, c: 1 })).toBeGreaterThan(polynomialStitching(100, 0.05, plain));
  expect(polynomialStitching(1, 0.05, plain)).toBe(polynomialStitching(10, 0.05, plain));
  expect(polynomialStitching(100, 0, plain)).toBe(Infinity);
});

test('the rate of the iterated logarithm: bound / sqrt(v) grows, slowly', () => {
  const rate = (v: number): number => polynomialStitching(v, 0.05, plain) / Math.sqrt(v);
  expect(rate(1e12) / rate(1e3)).toBeGreaterThan(1);
  expect(rate(1e12) / rate(1e3)).toBeLessThan(1.3);
});

test('of all quantiles at once the middle has the widest band, and the share of it falls as values come', () => {
  const best = { alpha: 0.05, tBest: 100 };
  expect(doubleStitching(0.5, 1000, best)).toBeGreaterThan(doubleStitching(0.9, 1000, best));
  expect(doubleStitching(0.5, 1e6, best) / 1e6).toBeLessThan(doubleStitching(0.5, 1e3, best) / 1e3 / 20);
  for (const p of [0, 1, -1]) expect(doubleStitching(p, 1000, best)).toBe(Infinity);
  expect(doubleStitching(0.5, 1000, { ...best, alpha: 0 })).toBe(Infinity);
  expect(doubleStitching(0.5, 1000, { ...best, alpha: 0.01 })).toBeGreaterThan(doubleStitching(0.5, 1000, best));
});

test('the band around a whole distribution narrows as the root, and is infinite before it begins', () => {
  const from = { tMin: 100, A: 0.85 };
  expect(empiricalProcessBound(99, 0.05, from)).toBe(Infinity);
  expect(empiricalProcessBound(200, 0, from)).toBe(Infinity);
  const [near, far] = [empiricalProcessBound(1000, 0.05, from), empiricalProcessBound(100_000, 0.05, from)];
  expect(near / far).toBeGreaterThan(8);
  expect(near / far).toBeLessThan(10);
  expect(empiricalProcessBound(1000, 0.01, from)).toBeGreaterThan(near);
});
