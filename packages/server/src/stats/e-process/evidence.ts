import type { Hypothesis } from './hypothesis.ts';

/**
 * Units that failed, counted once each, of those that were assigned while the candidate had this weight: the share, 0 to 1, that was fixed
 * before the units came. Units that did not fail say nothing here and are not asked for.
 */
export type Failures = { readonly weight: number; readonly stable: number; readonly candidate: number };

/**
 * The natural logarithm of the e-value of all failures; 0 = no evidence, ln 20 = evidence that a true null reaches once in 20.
 *
 * Given that a unit fails, it is the candidate's with chance q(t) = w t / (w t + 1 - w), t the risk ratio and w the weight: the base rate of
 * failure cancels, and with it drift, incidents and load that meet both arms. Each failure multiplies the e-value by the likelihood ratio of
 * q at an alternative to q at the null, averaged over alternatives (Lindon & Malek, "Anytime-Valid Inference for Multinomial Count Data",
 * 2022, in its case of two arms). At weight 0 or 1 there is no choice of arm, so such failures weigh nothing.
 *
 * A function of counts alone: neither the order of failures nor how they were cut into looks can change its last bit.
 */
export function logEvidence({ nullRatio, alternatives }: Hypothesis, strata: readonly Failures[]): number {
  const compared = strata.filter(({ weight }) => weight > 0 && weight < 1);
  const candidate = compared.reduce((sum, one) => sum + one.candidate, 0);
  const logs = alternatives.map((ratio) => {
    let log = candidate * Math.log(ratio / nullRatio);
    for (const { weight, stable, candidate: own } of compared)
      log += (stable + own) * (Math.log1p(weight * (nullRatio - 1)) - Math.log1p(weight * (ratio - 1)));
    return log;
  });
  const most = Math.max(...logs);
  return most + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - most), 0) / logs.length);
}
