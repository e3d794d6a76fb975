import fc from 'fast-check';
import { expect, test } from 'vitest';
import { verdict } from '../e-process/verdict.ts';
import { uniforms } from '../seeded.ts';
import { lookAtRatio, type RatioProcess, startRatioProcess } from './ratio-process.ts';
import type { Split } from './split.ts';

const split = fc.record({
  weights: fc.constantFrom([99, 1], [90, 10], [50, 50]),
  counts: fc.tuple(fc.nat(500), fc.nat(500)),
});
const looks = fc.array(split, { maxLength: 10 });
const after = (all: readonly Split[], start = startRatioProcess()): RatioProcess => all.reduce(lookAtRatio, start);

test('a process that was kept as JSON between looks goes on as if it had not been', () => {
  fc.assert(
    fc.property(looks, (all) => {
      let kept = JSON.stringify(startRatioProcess());
      for (const one of all) kept = JSON.stringify(lookAtRatio(JSON.parse(kept) as RatioProcess, one));
      expect(kept).toBe(JSON.stringify(after(all)));
    }),
  );
});

test('neither cuts nor order change the evidence, to the last bit, late units of an earlier step included', () => {
  fc.assert(
    fc.property(looks, fc.array(fc.nat(), { minLength: 10, maxLength: 10 }), (all, keys) => {
      const shuffled = all.map((one, i) => ({ one, key: keys[i]! })).toSorted((a, b) => a.key - b.key);
      const state = after(all);
      expect({ ...after(shuffled.map(({ one }) => one)), peakLogE: 0 }).toEqual({ ...state, peakLogE: 0 });
      expect({ ...after(state.steps), peakLogE: 0 }).toEqual({ ...state, peakLogE: 0 });
      expect(state.steps.length).toBeLessThanOrEqual(3);
    }),
  );
});

test('evidence of steps multiplies', () => {
  fc.assert(
    fc.property(fc.nat(300), fc.nat(300), (a, b) => {
      const first = { weights: [9, 1], counts: [900, a] };
      const second = { weights: [1, 1], counts: [b, 250] };
      expect(after([first, second]).logE).toBeCloseTo(after([first]).logE + after([second]).logE, 9);
    }),
  );
});

test('a correct ramp is quiet, where its pooled units look badly split', () => {
  const ramp = after([
    { weights: [99, 1], counts: [1980, 20] },
    { weights: [50, 50], counts: [1000, 1000] },
  ]);
  expect(ramp.logE).toBeLessThan(0);
  expect(after([{ weights: [50, 50], counts: [2980, 1020] }]).logE).toBeGreaterThan(100);
});

test('false alarms under continuous looking along a ramp stay within alpha', () => {
  const next = uniforms(11);
  const runs = 1500;
  const alpha = 0.05;
  let alarms = 0;
  for (let run = 0; run < runs; run++) {
    let process = startRatioProcess(100);
    for (let at = 0; at < 60; at++) {
      const weight = at < 20 ? 0.05 : at < 40 ? 0.25 : 0.5;
      const counts = [0, 0];
      for (let unit = 0; unit < 20; unit++) counts[next() < weight ? 1 : 0]! += 1;
      process = lookAtRatio(process, { weights: [1 - weight, weight], counts });
    }
    if (verdict(process, alpha).crossed) alarms += 1;
  }
  expect(alarms).toBeLessThanOrEqual(runs * alpha + 3.1 * Math.sqrt(runs * alpha * (1 - alpha)));
  expect(alarms).toBeGreaterThan(0);
});

test('a candidate that loses a fifth of its units is found', () => {
  const next = uniforms(3);
  let process = startRatioProcess();
  for (let unit = 0; unit < 10_000; unit++) {
    const candidate = next() < 0.5;
    if (candidate && next() < 0.2) continue;
    process = lookAtRatio(process, { weights: [0.5, 0.5], counts: candidate ? [0, 1] : [1, 0] });
  }
  expect(verdict(process, 0.001).crossed).toBe(true);
});

test('no units, one arm and arms of weight 0 are no evidence; units on such an arm are certain', () => {
  expect(after([{ weights: [1, 1], counts: [0, 0] }]).logE).toBe(0);
  expect(after([{ weights: [1], counts: [500] }]).logE).toBeCloseTo(0, 9);
  expect(after([{ weights: [1, 0], counts: [500, 0] }]).logE).toBeCloseTo(0, 9);
  const certain = after([
    { weights: [1, 0], counts: [500, 1] },
    { weights: [1, 0, 0], counts: [0, 1, 0] },
  ]);
  expect(certain.logE).toBe(Number.MAX_VALUE);
  expect(JSON.parse(JSON.stringify(certain))).toEqual(certain);
  expect(verdict(certain, 1e-300)).toMatchObject({ crossed: true, p: 0 });
});

test('what cannot be a prior is refused', () => {
  for (const prior of [0, -1, Number.NaN, Infinity, [1, 0]]) expect(() => startRatioProcess(prior)).toThrow(RangeError);
  expect(() => lookAtRatio(startRatioProcess([1, 1, 1]), { weights: [1, 1], counts: [1, 1] })).toThrow(RangeError);
});
