import fc from 'fast-check';
import { expect, test } from 'vitest';
import { logEvidence } from './evidence.ts';
import { harm, nonInferiority } from './hypothesis.ts';

const count = fc.nat({ max: 500 });
const share = fc.double({ min: 0.001, max: 0.999, noNaN: true });
const stratum = fc.record({ weight: share, stable: count, candidate: count });
const strata = fc.array(stratum, { maxLength: 6 });

/** The formula as it is printed, in plain numbers: the mean over alternatives of the product of likelihood ratios. */
function printed(
  nullRatio: number,
  ratios: number[],
  { weight: w, stable, candidate }: typeof stratum extends fc.Arbitrary<infer T> ? T : never,
): number {
  const q = (t: number): number => (w * t) / (w * t + 1 - w);
  const ratio = (t: number): number => (q(t) / q(nullRatio)) ** candidate * ((1 - q(t)) / (1 - q(nullRatio))) ** stable;
  return Math.log(ratios.reduce((sum, t) => sum + ratio(t), 0) / ratios.length);
}

test('it is the printed formula wherever that can be computed in plain numbers', () => {
  fc.assert(
    fc.property(fc.record({ weight: share, stable: fc.nat(20), candidate: fc.nat(20) }), (one) => {
      const { nullRatio, alternatives } = harm(1.1);
      expect(logEvidence(harm(1.1), [one])).toBeCloseTo(printed(nullRatio, [...alternatives], one), 9);
      const against = nonInferiority(1.25);
      expect(logEvidence(against, [one])).toBeCloseTo(printed(1.25, [...against.alternatives], one), 9);
    }),
  );
});

test('the chances of the next failure average the evidence to what it was, at the null itself', () => {
  fc.assert(
    fc.property(strata, share, fc.constantFrom(harm(), harm(1.1), nonInferiority(1.25)), (past, weight, hypothesis) => {
      const q = (weight * hypothesis.nullRatio) / (weight * hypothesis.nullRatio + 1 - weight);
      const before = logEvidence(hypothesis, past);
      const after = (candidate: number): number =>
        Math.exp(logEvidence(hypothesis, [...past, { weight, candidate, stable: 1 - candidate }]) - before);
      expect(q * after(1) + (1 - q) * after(0)).toBeCloseTo(1, 8);
    }),
  );
});

test('inside the null the next failure lowers the evidence on average, for harm and for promotion', () => {
  fc.assert(
    fc.property(strata, share, fc.double({ min: 0.05, max: 1, noNaN: true }), (past, weight, inside) => {
      for (const [hypothesis, ratio] of [
        [harm(1.1), 1.1 * inside],
        [nonInferiority(1.25), 1.25 / inside],
      ] as const) {
        const q = (weight * ratio) / (weight * ratio + 1 - weight);
        const before = logEvidence(hypothesis, past);
        const after = (candidate: number): number =>
          Math.exp(logEvidence(hypothesis, [...past, { weight, candidate, stable: 1 - candidate }]) - before);
        expect(q * after(1) + (1 - q) * after(0)).toBeLessThanOrEqual(1 + 1e-8);
      }
    }),
  );
});

test('a failure of the candidate speaks for harm and against promotion, one of stable the other way', () => {
  fc.assert(
    fc.property(stratum, (one) => {
      const moreOf = (arm: 'stable' | 'candidate') => [{ ...one, [arm]: one[arm] + 1 }];
      for (const [hypothesis, sign] of [
        [harm(), 1],
        [nonInferiority(1.25), -1],
      ] as const) {
        const now = logEvidence(hypothesis, [one]);
        expect(sign * (logEvidence(hypothesis, moreOf('candidate')) - now)).toBeGreaterThan(0);
        expect(sign * (logEvidence(hypothesis, moreOf('stable')) - now)).toBeLessThan(0);
      }
    }),
  );
});

test('no failures are no evidence; at weight 0 and 1 failures weigh nothing', () => {
  expect(logEvidence(harm(), [])).toBe(0);
  expect(logEvidence(nonInferiority(1.25), [{ weight: 0.5, stable: 0, candidate: 0 }])).toBe(0);
  expect(
    logEvidence(harm(1.1), [
      { weight: 0, stable: 900, candidate: 3 },
      { weight: 1, stable: 2, candidate: 800 },
    ]),
  ).toBe(0);
});

test('it is a number however many failures there are', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(5e-324, 1e-12, 0.5, 1 - 2 ** -53),
      fc.constantFrom(0, 1, 1e6, 2 ** 50),
      fc.constantFrom(0, 1, 1e6, 2 ** 50),
      (weight, stable, candidate) => {
        for (const hypothesis of [harm(), harm(1e-299), nonInferiority(1e299)])
          expect(logEvidence(hypothesis, [{ weight, stable, candidate }])).toSatisfy(Number.isFinite);
      },
    ),
  );
});
