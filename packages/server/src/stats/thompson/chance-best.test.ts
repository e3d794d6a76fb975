import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chanceBelow } from '../beta-posterior.ts';
import { logBeta } from '../numeric/gamma.ts';
import { uniforms } from '../seeded.ts';
import { chanceBest, type Trials } from './chance-best.ts';

const trials = fc
  .tuple(fc.nat(2000), fc.nat(2000))
  .map(([successes, failures]): Trials => ({ successes, units: successes + failures }));

/** P(B > A) of whole shapes in closed form: a sum over B's successes (Evan Miller, 2015). */
function closedForm(a: Trials, b: Trials): number {
  const [p, q] = [1 + a.successes, 1 + a.units - a.successes];
  const [r, s] = [1 + b.successes, 1 + b.units - b.successes];
  let sum = 0;
  for (let i = 0; i < r; i++)
    sum += Math.exp(logBeta(p + i, s + q) - Math.log(s + i) - logBeta(1 + i, s) - logBeta(p, q));
  return sum;
}

test('of two arms it is the closed form', () => {
  fc.assert(
    fc.property(trials, trials, (a, b) => {
      const [ofA, ofB] = chanceBest([a, b]);
      expect(ofB).toBeCloseTo(closedForm(a, b), 9);
      expect(ofA! + ofB!).toBeCloseTo(1, 12);
    }),
    { numRuns: 25 },
  );
});

test('of two arms it is the chance that is displayed', () => {
  for (const [a, b] of [
    [
      { successes: 900, units: 1000 },
      { successes: 840, units: 1000 },
    ],
    [
      { successes: 0, units: 0 },
      { successes: 0, units: 50 },
    ],
    [
      { successes: 99_000, units: 100_000 },
      { successes: 3, units: 3 },
    ],
  ] as const)
    expect(chanceBest([a, b])[0]).toBeCloseTo(
      chanceBelow({ successes: b.successes, n: b.units }, { successes: a.successes, n: a.units }),
      9,
    );
});

test('of many arms it is what draws from the posteriors approach', () => {
  const next = uniforms(21);
  const arms = [
    { successes: 3, units: 5 },
    { successes: 2, units: 4 },
    { successes: 4, units: 9 },
    { successes: 0, units: 0 },
  ];
  // Beta(a, b) of whole shapes is the a-th smallest of a + b - 1 uniform numbers.
  const draw = ({ successes, units }: Trials): number =>
    Array.from({ length: units + 1 }, next).toSorted((x, y) => x - y)[successes]!;
  const runs = 20_000;
  const won = arms.map(() => 0);
  for (let run = 0; run < runs; run++) {
    const drawn = arms.map(draw);
    won[drawn.indexOf(Math.max(...drawn))]! += 1;
  }
  for (const [i, chance] of chanceBest(arms).entries())
    expect(Math.abs(won[i]! / runs - chance)).toBeLessThan(3.5 * Math.sqrt((chance * (1 - chance)) / runs));
});

test('the order of arms does not matter, the sum is one, and like arms share evenly', () => {
  fc.assert(
    fc.property(fc.array(trials, { minLength: 1, maxLength: 4 }), (arms) => {
      const chances = chanceBest(arms);
      expect(chances.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 12);
      for (const [i, one] of chanceBest(arms.toReversed()).entries()) expect(one).toBeCloseTo(chances.at(-1 - i)!, 9);
    }),
    { numRuns: 8 },
  );
  for (const one of chanceBest(Array.from({ length: 5 }, () => ({ successes: 7, units: 30 }))))
    expect(one).toBeCloseTo(0.2, 9);
});

test('none, one, all failures, all successes and very many', () => {
  expect(chanceBest([])).toEqual([]);
  expect(chanceBest([{ successes: 0, units: 0 }])).toEqual([1]);
  expect(
    chanceBest([
      { successes: 0, units: 0 },
      { successes: 0, units: 0 },
    ])[0],
  ).toBeCloseTo(0.5, 12);
  const [worst, best] = chanceBest([
    { successes: 0, units: 1e6 },
    { successes: 1e6, units: 1e6 },
  ]);
  expect(best).toBe(1);
  expect(worst! >= 0 && worst! < 1e-100).toBe(true);
  const huge = chanceBest([
    { successes: 5e8, units: 1e9 },
    { successes: 5e8, units: 1e9 },
  ]);
  expect(huge[0]).toBeCloseTo(0.5, 9);
});

test.each([
  { successes: 2, units: 1 },
  { successes: -1, units: 1 },
  { successes: 0.5, units: 1 },
  { successes: Number.NaN, units: 1 },
])('%j are no trials', (one) => {
  expect(() => chanceBest([one])).toThrow(RangeError);
});
