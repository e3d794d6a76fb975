import { type Failures, logEvidence } from './evidence.ts';
import type { Hypothesis } from './hypothesis.ts';

/**
 * An e-process as plain JSON: counts by weight, and the highest logarithm that any look saw. Replaying the looks on it gives it again to
 * the last bit. `strata` is sorted by weight.
 */
export type EProcess = {
  readonly hypothesis: Hypothesis;
  readonly strata: readonly Failures[];
  readonly logE: number;
  readonly peakLogE: number;
};

export const startEProcess = (hypothesis: Hypothesis): EProcess => ({ hypothesis, strata: [], logE: 0, peakLogE: 0 });

/**
 * The process after a look: `counts` are the failures that are new since the last one, in any order and cut, one entry or several for a
 * weight. A look without failures changes nothing. Throws a RangeError for a weight outside 0 to 1 or a count that is not a whole number.
 */
export function look(process: EProcess, counts: readonly Failures[]): EProcess {
  const byWeight = new Map(process.strata.map((one) => [one.weight, one]));
  for (const one of counts) {
    check(one);
    const { stable, candidate } = byWeight.get(one.weight) ?? { stable: 0, candidate: 0 };
    byWeight.set(one.weight, { weight: one.weight, stable: stable + one.stable, candidate: candidate + one.candidate });
  }
  const strata = [...byWeight.values()].toSorted((a, b) => a.weight - b.weight);
  const logE = logEvidence(process.hypothesis, strata);
  return { ...process, strata, logE, peakLogE: Math.max(process.peakLogE, logE) };
}

/** One failure: whose unit, and the weight at its assignment. */
export type Failure = { readonly arm: 'stable' | 'candidate'; readonly weight: number };

/** The process after each failure in the order given, which is a look at each. Throws as `look` does. */
export function follow(process: EProcess, failures: readonly Failure[]): EProcess[] {
  let current = process;
  return failures.map(({ arm, weight }) => {
    current = look(current, [{ weight, stable: arm === 'stable' ? 1 : 0, candidate: arm === 'candidate' ? 1 : 0 }]);
    return current;
  });
}

function check({ weight, stable, candidate }: Failures): void {
  if (!(weight >= 0 && weight <= 1)) throw new RangeError(`A weight is a share from 0 to 1, not ${weight}.`);
  if (![stable, candidate].every((one) => Number.isSafeInteger(one) && one >= 0))
    throw new RangeError('Failures are counted in whole units.');
}
