import { expect, test } from 'vitest';
import { uniforms } from '../seeded.ts';
import { type EProcess, look, startEProcess } from './e-process.ts';
import { harm, nonInferiority } from './hypothesis.ts';
import { verdict } from './verdict.ts';

test('crossed is crossed, whatever comes after', () => {
  const crossed = look(startEProcess(harm()), [{ weight: 0.5, stable: 0, candidate: 20 }]);
  const calmed = look(crossed, [{ weight: 0.5, stable: 500, candidate: 300 }]);
  expect(calmed.logE).toBeLessThan(0);
  expect(verdict(calmed, 0.025)).toEqual(verdict(crossed, 0.025));
  expect(verdict(calmed, 0.025).crossed).toBe(true);
});

test('no evidence is p = 1; p and alpha agree', () => {
  expect(verdict(startEProcess(harm()), 0.05)).toEqual({ crossed: false, p: 1, logThreshold: Math.log(20) });
  expect(verdict({ peakLogE: Math.log(20) }, 0.05).crossed).toBe(true);
  expect(verdict({ peakLogE: Math.log(20) }, 0.05).p).toBeCloseTo(0.05, 12);
});

test('alpha 0 is never reached, the smallest above it can be, and others are refused', () => {
  expect(verdict({ peakLogE: 1e300 }, 0).crossed).toBe(false);
  expect(verdict({ peakLogE: 800 }, 5e-324).crossed).toBe(true);
  for (const alpha of [-0.1, 1, 2, Number.NaN]) expect(() => verdict({ peakLogE: 0 }, alpha)).toThrow(RangeError);
});

/** A rollout on the ramp 5, 25, 50 %: every unit is drawn, with a look every `every`. */
type Rollout = { units: number; every: number; failing: (unit: number) => number; ratio: number };
const weightAt = (share: number): number => (share < 0.2 ? 0.05 : share < 0.5 ? 0.25 : 0.5);

function* rollout(next: () => number, start: EProcess, { units, every, failing, ratio }: Rollout) {
  let process = start;
  let candidates = 0;
  let fresh = { weight: 0.05, stable: 0, candidate: 0 };
  for (let unit = 0; unit < units; unit++) {
    const weight = weightAt(unit / units);
    const arm = next() < weight ? 'candidate' : 'stable';
    if (arm === 'candidate') candidates += 1;
    if (next() < failing(unit / units) * (arm === 'candidate' ? ratio : 1)) fresh[arm] += 1;
    if ((unit + 1) % every !== 0 && weightAt((unit + 1) / units) === weight) continue;
    process = look(process, [fresh]);
    fresh = { weight: weightAt((unit + 1) / units), stable: 0, candidate: 0 };
    yield { process, candidates };
  }
}

const runs = 800;
/** Passed by one seed in a thousand, where the true rate is alpha itself. */
const most = (alpha: number): number => runs * alpha + 3.1 * Math.sqrt(runs * alpha * (1 - alpha));

test.each([
  ['nothing changes', 1, () => 0.15],
  ['everything gets worse along the ramp', 1, (at: number) => 0.08 + 0.2 * at],
  ['everything gets better along the ramp', 1, (at: number) => 0.28 - 0.2 * at],
  ['an incident meets both arms', 1, (at: number) => (at > 0.4 && at < 0.6 ? 0.6 : 0.1)],
])('false rollbacks stay within alpha while %s', (_, ratio, failing) => {
  const next = uniforms(20_261_122);
  let crossed = 0;
  for (let run = 0; run < runs; run++)
    for (const { process } of rollout(next, startEProcess(harm()), { units: 1500, every: 25, failing, ratio }))
      if (verdict(process, 0.05).crossed) {
        crossed += 1;
        break;
      }
  expect(crossed).toBeLessThanOrEqual(most(0.05));
  // A test that never crosses would pass too: this one is near its level.
  expect(crossed).toBeGreaterThan(runs * 0.005);
});

test('promotions of a candidate that fails just as often as the margin forbids stay within alpha', () => {
  const next = uniforms(7);
  let crossed = 0;
  for (let run = 0; run < runs; run++)
    for (const { process } of rollout(next, startEProcess(nonInferiority(1.25)), {
      units: 1500,
      every: 25,
      failing: (at) => 0.12 + 0.1 * at,
      ratio: 1.25,
    }))
      if (verdict(process, 0.05).crossed) {
        crossed += 1;
        break;
      }
  expect(crossed).toBeLessThanOrEqual(most(0.05));
  expect(crossed).toBeGreaterThan(runs * 0.005);
});

test.each([
  ['10', 0.25 / 0.15, 250],
  ['30', 0.45 / 0.15, 40],
])('a drop by %s points from 85 % is found early', (_, ratio, within) => {
  const next = uniforms(42);
  let [found, candidates] = [0, 0];
  for (let run = 0; run < 300; run++)
    for (const now of rollout(next, startEProcess(harm()), { units: 10_000, every: 50, failing: () => 0.15, ratio }))
      if (verdict(now.process, 0.025).crossed) {
        found += 1;
        candidates += now.candidates;
        break;
      }
  expect(found).toBeGreaterThanOrEqual(297);
  expect(candidates / found).toBeLessThanOrEqual(within);
});
