import fc from 'fast-check';
import { expect, test } from 'vitest';
import { logDirichletMultinomial, logMultinomial, logOrdered, logOrderedDirichlet } from './dirichlet.ts';

test('small cases by hand', () => {
  expect(Math.exp(logMultinomial([2, 1], [0.5, 0.5]))).toBeCloseTo(3 / 8, 12);
  expect(Math.exp(logMultinomial([1, 1, 1], [0.5, 0.25, 0.25]))).toBeCloseTo(6 / 32, 12);
  // Under a flat prior every count of n units is as likely as every other.
  for (const k of [0, 1, 4, 9]) expect(Math.exp(logDirichletMultinomial([k, 9 - k], [1, 1]))).toBeCloseTo(1 / 10, 12);
});

test('chances of all counts sum to one', () => {
  fc.assert(
    fc.property(
      fc.nat(25),
      fc.double({ min: 0.01, max: 50, noNaN: true }),
      fc.double({ min: 0.01, max: 50, noNaN: true }),
      (n, a, b) => {
        const all = Array.from({ length: n + 1 }, (_, k) => [k, n - k]);
        const sum = (log: (counts: number[]) => number): number =>
          all.reduce((so, counts) => so + Math.exp(log(counts)), 0);
        expect(sum((counts) => logMultinomial(counts, [a / (a + b), b / (a + b)]))).toBeCloseTo(1, 10);
        expect(sum((counts) => logDirichletMultinomial(counts, [a, b]))).toBeCloseTo(1, 10);
      },
    ),
  );
});

test('one unit after another is the same as all at once', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(2), { maxLength: 40 }), (units) => {
      const prior = [0.5, 3, 40];
      const counts = [0, 0, 0];
      let log = 0;
      for (const arm of units) {
        log += Math.log((prior[arm]! + counts[arm]!) / (43.5 + counts.reduce((a, b) => a + b)));
        counts[arm]! += 1;
      }
      expect(logOrderedDirichlet(counts, prior)).toBeCloseTo(log, 9);
    }),
  );
});

test('digits are kept in the millions', () => {
  // A prior far stronger than the units is the chances themselves.
  const counts = [821_588, 815_482];
  expect(logOrderedDirichlet(counts, [1e15, 1e15]) - logOrdered(counts, [0.5, 0.5])).toBeCloseTo(0, 2);
  expect(logOrderedDirichlet(counts, [1, 1]) - logOrdered(counts, [0.5, 0.5])).toBeCloseTo(4.4, 0);
});
