import fc from 'fast-check';
import { expect, test } from 'vitest';
import { difference, stratifiedDifference, type Effect } from '../effects/effect.ts';
import { sampleOfCount, type Sample } from '../effects/sample.ts';
import { uniforms } from '../seeded.ts';
import { alwaysValidP, confidenceSequence, halfWidth, logEvidence, rhoFor, type Tuning } from './asymptotic.ts';

const effect = fc.record({
  value: fc.double({ min: -10, max: 10, noNaN: true }),
  error: fc.double({ min: 1e-4, max: 10, noNaN: true }),
  n: fc.integer({ min: 4, max: 1e9 }),
});
const tuning = fc.record({
  alpha: fc.double({ min: 1e-6, max: 0.45, noNaN: true }),
  tunedFor: fc.integer({ min: 10, max: 1e6 }),
  ends: fc.constantFrom('both' as const, 'lower' as const, 'upper' as const),
});

test('a shift moves the interval, a scale scales it, the other sign turns it round', () => {
  fc.assert(
    fc.property(effect, tuning, (e, t) => {
      const { low, high } = confidenceSequence(e, t);
      const moved = confidenceSequence({ ...e, value: e.value + 3 }, t);
      const large = confidenceSequence({ ...e, value: 8 * e.value, error: 8 * e.error }, t);
      const turned = confidenceSequence(
        { ...e, value: -e.value },
        { ...t, ends: t.ends === 'both' ? 'both' : t.ends === 'lower' ? 'upper' : 'lower' },
      );
      if (t.ends !== 'upper') expect([moved.low, large.low, -turned.high]).toEqual(near([low + 3, 8 * low, low]));
      if (t.ends !== 'lower') expect([moved.high, large.high, -turned.low]).toEqual(near([high + 3, 8 * high, high]));
      expect([low, high].some(Number.isNaN)).toBe(false);
    }),
  );
});

const near = (values: number[]): unknown[] =>
  values.map((value) => expect.closeTo(value, 8 - Math.ceil(Math.log10(1 + Math.abs(value)))));

test('one with both ends contains one with a single end, of the same tuning and alpha; a smaller alpha contains a larger one', () => {
  fc.assert(
    fc.property(effect, tuning, (e, t) => {
      const rho = rhoFor(t);
      const both = halfWidth(e, { alpha: t.alpha, ends: 'both' }, rho);
      expect(halfWidth(e, { alpha: t.alpha, ends: 'lower' }, rho)).toBeLessThan(both);
      expect(halfWidth(e, { alpha: t.alpha / 2, ends: t.ends }, rho)).toBeGreaterThan(halfWidth(e, t, rho));
    }),
  );
});

test('p is at most alpha just where the sequence leaves out 0', () => {
  fc.assert(
    fc.property(effect, tuning, (e, t) => {
      const { low, high } = confidenceSequence(e, { ...t, ends: 'both' });
      const p = alwaysValidP(e, { ...t, ends: 'both' });
      fc.pre(Math.abs(p / t.alpha - 1) > 1e-9);
      expect(p < t.alpha).toBe(low > 0 || high < 0);
      expect(Math.min(1, Math.exp(-logEvidence(e, rhoFor({ ...t, ends: 'both' }))))).toBe(p);
    }),
  );
  const seen: Effect = { value: 0.06, error: 0.015, n: 2000 };
  const lower: Tuning = { alpha: 0.05, tunedFor: 5000, ends: 'lower' };
  const p = alwaysValidP(seen, lower);
  expect(Math.abs(halfWidth(seen, { alpha: p, ends: 'lower' }, rhoFor(lower)) - 0.06)).toBeLessThan(1e-3);
});

test('p falls with the effect and stays within its range, one-sided and two-sided', () => {
  fc.assert(
    fc.property(effect, tuning, (e, t) => {
      const [less, more] = [alwaysValidP(e, t), alwaysValidP({ ...e, value: e.value * 2 }, t)];
      const isItsSide = t.ends === 'both' || (t.ends === 'lower' ? e.value > 0 : e.value < 0);
      if (isItsSide) expect(more).toBeLessThanOrEqual(less + 1e-3);
      else expect(less).toBe(0.4999);
      expect(more >= (t.ends === 'both' ? 0 : 1e-5) && more <= 1).toBe(true);
    }),
  );
});

test('without an effect, or an alpha, everything is possible; nothing is ever NaN', () => {
  const seen: Effect = { value: 1, error: 0.1, n: 1e15 };
  const plain: Tuning = { alpha: 0.05, tunedFor: 5000, ends: 'both' };
  const everything = { low: -Infinity, high: Infinity };
  expect(confidenceSequence(null, plain)).toEqual(everything);
  expect(alwaysValidP(null, plain)).toBe(1);
  for (const alpha of [0, -1, NaN]) expect(confidenceSequence(seen, { ...plain, alpha })).toEqual(everything);
  for (const alpha of [5e-324, 0.5, 1, 2])
    for (const ends of ['both', 'lower', 'upper'] as const)
      for (const tunedFor of [0, 1, 1e12]) {
        const { low, high } = confidenceSequence(seen, { alpha, tunedFor, ends });
        expect(low <= 1 && high >= 1).toBe(true);
        expect(alwaysValidP(seen, { alpha, tunedFor, ends })).toBeLessThanOrEqual(0.4999);
      }
});

/** Looks at two arms of the same rate after every 50 units of each; how often `isWrong` said so at least once. */
function wrongRuns(runs: number, isWrong: (a: Sample, b: Sample) => boolean): number {
  const next = uniforms(11);
  let wrong = 0;
  for (let run = 0; run < runs; run++) {
    let [a, b, n] = [0, 0, 0];
    for (let look = 0; look < 30; look++) {
      for (let i = 0; i < 50; i++) {
        a += next() < 0.8 ? 1 : 0;
        b += next() < 0.8 ? 1 : 0;
      }
      n += 50;
      if (n >= 100 && isWrong(sampleOfCount(a, n)!, sampleOfCount(b, n)!)) {
        wrong++;
        break;
      }
    }
  }
  return wrong / runs;
}

const most = (alpha: number, runs: number): number => alpha + 3.1 * Math.sqrt((alpha * (1 - alpha)) / runs);

test.each(['both', 'lower', 'upper'] as const)(
  'looked at again and again it errs in at most alpha of runs: %s',
  (ends) => {
    const t: Tuning = { alpha: 0.1, tunedFor: 1000, ends };
    const rate = wrongRuns(300, (a, b) => {
      const { low, high } = confidenceSequence(difference(a, b), t);
      return low > 0 || high < 0;
    });
    expect(rate).toBeLessThan(most(0.1, 300));
  },
);

test('the same looks at a fixed interval err far more often, so that this test can tell', () => {
  const rate = wrongRuns(300, (a, b) => {
    const { value, error } = difference(a, b)!;
    return Math.abs(value) > 1.645 * error;
  });
  expect(rate).toBeGreaterThan(0.3);
});

test('over a ramp with a common drift, strata err in at most alpha of runs, where pooled arms err in most', () => {
  const next = uniforms(13);
  const t: Tuning = { alpha: 0.05, tunedFor: 2000, ends: 'upper' };
  const runs = 200;
  let [stratified, pooled] = [0, 0];
  for (let run = 0; run < runs; run++) {
    const strata: { a: [number, number]; b: [number, number] }[] = [];
    const wrong = { stratified: false, pooled: false };
    for (const [weight, rate] of [
      [0.1, 0.92],
      [0.25, 0.86],
      [0.5, 0.72],
    ] as const) {
      const stratum: (typeof strata)[number] = { a: [0, 0], b: [0, 0] };
      strata.push(stratum);
      for (let i = 1; i <= 1000; i++) {
        const arm = next() < weight ? stratum.b : stratum.a;
        arm[0] += next() < rate ? 1 : 0;
        arm[1]++;
        if (i % 250 !== 0) continue;
        const share = (arms: [number, number][]): Sample =>
          sampleOfCount(
            arms.reduce((sum, [k]) => sum + k, 0),
            arms.reduce((sum, [, n]) => sum + n, 0),
          )!;
        const within = strata.map(({ a, b }) => ({ a: share([a]), b: share([b]) }));
        wrong.stratified ||= confidenceSequence(stratifiedDifference(within), t).high < 0;
        const [a, b] = [share(strata.map((s) => s.a)), share(strata.map((s) => s.b))];
        wrong.pooled ||= confidenceSequence(difference(a, b), t).high < 0;
      }
    }
    stratified += wrong.stratified ? 1 : 0;
    pooled += wrong.pooled ? 1 : 0;
  }
  expect(stratified / runs).toBeLessThan(most(0.05, runs));
  expect(pooled / runs).toBeGreaterThan(0.5);
});
