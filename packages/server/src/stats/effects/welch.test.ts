import fc from 'fast-check';
import { expect, test } from 'vitest';
import { uniforms } from '../seeded.ts';
import { difference } from './effect.ts';
import { sampleOfCount } from './sample.ts';
import { welch } from './welch.ts';

const arms = fc
  .tuple(
    fc.integer({ min: 20, max: 400 }),
    fc.integer({ min: 20, max: 400 }),
    fc.double({ min: 0.2, max: 0.8, noNaN: true }),
    fc.double({ min: 0.2, max: 0.8, noNaN: true }),
  )
  .map(([n, m, p, q]) => ({ a: sampleOfCount(Math.round(p * n), n)!, b: sampleOfCount(Math.round(q * m), m)! }));

test('p is below alpha just where the interval leaves out 0, and the ends share it', () => {
  fc.assert(
    fc.property(arms, fc.double({ min: 0.001, max: 0.4, noNaN: true }), (pair, alpha) => {
      const effect = difference(pair.a, pair.b);
      for (const ends of ['both', 'lower', 'upper'] as const) {
        const { interval, p } = welch(effect, pair, alpha, ends)!;
        expect(p < alpha).toBe(interval.low > 0 || interval.high < 0);
      }
      const [lower, upper] = [welch(effect, pair, alpha, 'lower')!, welch(effect, pair, alpha, 'upper')!];
      expect(lower.p + upper.p).toBeCloseTo(1, 9);
      expect([lower.interval.high, upper.interval.low]).toEqual([Infinity, -Infinity]);
    }),
    { numRuns: 30 },
  );
});

test('no effect is no test, and alpha 0 excludes nothing', () => {
  const pair = { a: sampleOfCount(5, 10)!, b: sampleOfCount(7, 10)! };
  expect(welch(null, pair, 0.05)).toBeNull();
  expect(welch(difference(pair.a, pair.b), pair, 0)!.interval).toEqual({ low: -Infinity, high: Infinity });
});

test('looked at once it errs in alpha of runs; looked at again and again, far more often', () => {
  const next = uniforms(7);
  let [once, ever] = [0, 0];
  const [runs, looks] = [200, 8];
  for (let run = 0; run < runs; run++) {
    let [a, b, crossed, last] = [0, 0, false, false];
    for (let look = 1; look <= looks; look++) {
      for (let i = 0; i < 50; i++) {
        a += next() < 0.5 ? 1 : 0;
        b += next() < 0.5 ? 1 : 0;
      }
      const pair = { a: sampleOfCount(a, 50 * look)!, b: sampleOfCount(b, 50 * look)! };
      last = welch(difference(pair.a, pair.b), pair, 0.05)!.p < 0.05;
      crossed ||= last;
    }
    once += last ? 1 : 0;
    ever += crossed ? 1 : 0;
  }
  expect(once / runs).toBeLessThan(0.05 + 3.1 * Math.sqrt((0.05 * 0.95) / runs));
  expect(ever / runs).toBeGreaterThan(0.1);
});
