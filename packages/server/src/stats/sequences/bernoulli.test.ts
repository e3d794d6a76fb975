import fc from 'fast-check';
import { expect, test } from 'vitest';
import { uniforms } from '../seeded.ts';
import { bernoulliSequence } from './bernoulli.ts';

const seen = fc
  .tuple(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([trials, p]) => ({ trials, successes: Math.round(p * trials) }));
const plain = { alpha: 0.05, tunedFor: 200 };

test('it holds what was seen, lies within 0 and 1, and turns round with successes and failures', () => {
  fc.assert(
    fc.property(seen, fc.double({ min: 1e-9, max: 0.5, noNaN: true }), (of, alpha) => {
      const { low, high } = bernoulliSequence(of, { ...plain, alpha });
      const share = of.successes / of.trials;
      expect(low >= 0 && low <= share && share <= high && high <= 1).toBe(true);
      const turned = bernoulliSequence({ ...of, successes: of.trials - of.successes }, { ...plain, alpha });
      expect(turned.low).toBeCloseTo(1 - high, 8);
      expect(turned.high).toBeCloseTo(1 - low, 8);
      const surer = bernoulliSequence(of, { ...plain, alpha: alpha / 3 });
      expect(surer.low <= low && surer.high >= high).toBe(true);
    }),
    { numRuns: 40 },
  );
});

test('never fewer than all, never more than none: ends stay at 0 and 1, and the other end comes nearer', () => {
  const none = [10, 100, 1000, 1e6, 1e9].map((trials) => bernoulliSequence({ successes: 0, trials }, plain));
  expect(none.every(({ low }) => low === 0)).toBe(true);
  expect(none.map(({ high }) => high)).toEqual(none.map(({ high }) => high).toSorted((a, b) => b - a));
  expect(none.at(-1)!.high).toBeLessThan(1e-7);
  expect(bernoulliSequence({ successes: 1000, trials: 1000 }, plain)).toEqual({
    low: expect.closeTo(1 - none[2]!.high, 9),
    high: 1,
  });
});

test('without trials or alpha everything is possible, and huge counts are still numbers', () => {
  const whole = { low: 0, high: 1 };
  expect(bernoulliSequence({ successes: 0, trials: 0 }, plain)).toEqual(whole);
  for (const alpha of [0, -1, NaN])
    expect(bernoulliSequence({ successes: 5, trials: 9 }, { ...plain, alpha })).toEqual(whole);
  for (const successes of [-1, 10, NaN])
    expect(() => bernoulliSequence({ successes, trials: 9 }, plain)).toThrow(RangeError);
  const huge = bernoulliSequence({ successes: 3e8, trials: 1e9 }, plain);
  expect(huge.low).toBeLessThan(0.3);
  expect(huge.high).toBeGreaterThan(0.3);
  expect(huge.high - huge.low).toBeLessThan(3e-4);
});

test('looked at again and again it leaves out the share in at most alpha of runs', () => {
  const share = 0.9;
  const next = uniforms(5);
  const [runs, alpha] = [120, 0.1];
  let wrong = 0;
  for (let run = 0; run < runs; run++) {
    let successes = 0;
    let isWrong = false;
    for (let trials = 1; trials <= 400; trials++) {
      successes += next() < share ? 1 : 0;
      if (trials % 25 !== 0 || isWrong) continue;
      const { low, high } = bernoulliSequence({ successes, trials }, { alpha, tunedFor: 200 });
      isWrong = low > share || high < share;
    }
    wrong += isWrong ? 1 : 0;
  }
  expect(wrong / runs).toBeLessThan(alpha + 3.1 * Math.sqrt((alpha * (1 - alpha)) / runs));
});
