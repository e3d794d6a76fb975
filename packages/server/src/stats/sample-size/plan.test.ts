import { expect, test } from 'vitest';
import { look, startEProcess } from '../e-process/e-process.ts';
import { harm } from '../e-process/hypothesis.ts';
import { verdict } from '../e-process/verdict.ts';
import { uniforms } from '../seeded.ts';
import { alwaysValidFactor, quantiles, standardErrorsNeeded } from './plan.ts';
import { unitsForProportions } from './units.ts';

test('the usual plans', () => {
  expect(standardErrorsNeeded({ alpha: 0.05, sides: 2, power: 0.8 })).toBeCloseTo(2.801585, 6);
  expect(standardErrorsNeeded({ alpha: 0.05, sides: 1, power: 0.9 })).toBeCloseTo(2.926405, 6);
  expect(quantiles({ alpha: 0.025, sides: 1, power: 0.5 })).toEqual({
    ofAlpha: expect.closeTo(1.959964, 6),
    ofPower: expect.closeTo(0, 12),
  });
});

test('the smallest alpha has a number', () => {
  expect(standardErrorsNeeded({ alpha: 5e-324, sides: 1, power: 0.8 })).toBeGreaterThan(38);
  expect(standardErrorsNeeded({ alpha: 1e-300, sides: 2, power: 0.999 })).toSatisfy(Number.isFinite);
});

test.each([
  { alpha: 0, sides: 1, power: 0.8 },
  { alpha: 1, sides: 2, power: 0.8 },
  { alpha: 0.05, sides: 1, power: 1 },
  { alpha: 0.05, sides: 1, power: 0 },
  { alpha: 0.05, sides: 1, power: 0.05 },
  { alpha: Number.NaN, sides: 1, power: 0.8 },
] as const)('%j is no plan', (plan) => {
  expect(() => standardErrorsNeeded(plan)).toThrow(RangeError);
});

test.each([
  [0.15, 0.25],
  [0.1, 0.15],
  [0.05, 0.1],
])('with the factor, the e-process looked at all the time finds %d against %d as planned', (stable, candidate) => {
  const plan = { alpha: 0.025, sides: 1, power: 0.8 } as const;
  const units = unitsForProportions({ stable, candidate }, plan)!.candidate * alwaysValidFactor;
  const next = uniforms(8);
  const runs = 400;
  let found = 0;
  for (let run = 0; run < runs; run++) {
    let process = startEProcess(harm());
    for (let unit = 0; unit < units && !verdict(process, plan.alpha).crossed; unit += 5) {
      const fresh = { weight: 0.5, stable: 0, candidate: 0 };
      for (let i = 0; i < 5; i++) {
        fresh.stable += Number(next() < stable);
        fresh.candidate += Number(next() < candidate);
      }
      process = look(process, [fresh]);
    }
    if (verdict(process, plan.alpha).crossed) found += 1;
  }
  expect(found / runs).toBeGreaterThan(plan.power - 3.1 * Math.sqrt((0.8 * 0.2) / runs));
});
