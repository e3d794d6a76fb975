import fc from 'fast-check';
import { expect, test } from 'vitest';
import { logNormalCdf, normalCdf, normalQuantile } from './normal.ts';

/** To 40 digits by mpmath. */
test.each([
  [-10, 7.619853024160525e-24],
  [-4.5, 0.0000033976731247300603],
  [-2.001, 0.02269619494564155],
  [-1.9, 0.0287165598160018],
  [-0.1, 0.460172162722971],
  [0, 0.5],
  [0.7, 0.758036347776927],
  [2.5, 0.9937903346742238],
  [6, 0.9999999990134123],
])('normalCdf(%d)', (x, expected) => {
  expect(Math.abs(normalCdf(x) / expected - 1)).toBeLessThan(5e-14);
});

test.each([
  [-1000, -500007.82669481216],
  [-50, -1254.8313611394199],
  [-3, -6.607726221510349],
  [0, -0.6931471805599453],
  [1, -0.17275377902344988],
  [5, -2.866516129637636e-7],
  [9, -1.1285884059538405e-19],
])('logNormalCdf(%d)', (x, expected) => {
  expect(Math.abs(logNormalCdf(x) / expected - 1)).toBeLessThan(1e-13);
});

test.each([
  [1e-300, -37.0470962993612],
  [1e-20, -9.262340089798407],
  [1e-5, -4.264890793922825],
  [0.01, -2.326347874040841],
  [0.3, -0.5244005127080408],
  [0.5, 0],
  [0.8, 0.8416212335729142],
  [0.975, 1.959963984540054],
])('normalQuantile(%d)', (p, expected) => {
  expect(normalQuantile(p)).toBeCloseTo(expected, 12);
});

test('quantile and distribution undo each other, and the ends are infinite', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true }), (p) => {
      expect(normalCdf(normalQuantile(p)) / p).toBeCloseTo(1, 11);
    }),
    { numRuns: 300 },
  );
  expect([-1, 0, 1, 2].map(normalQuantile)).toEqual([-Infinity, -Infinity, Infinity, Infinity]);
  expect([normalCdf(-Infinity), normalCdf(Infinity), logNormalCdf(-Infinity)]).toEqual([0, 1, -Infinity]);
});
