import type { CheckId } from './plan.ts';

/** Units that were counted between two changes of the weight. `stratum`: the version of the weight they came under, 0 = shadow. */
export type StratumUnits = { readonly stratum: number; readonly stable: number; readonly candidate: number };

/** The verdict on one metric, from all looks up to this one. */
export type MetricVerdict = {
  readonly id: string;
  /** Worse than tolerated, at its alpha: it goes back. Decides nothing for metrics that are observed. */
  readonly alarm: boolean;
  /** Shown to be within its margin. */
  readonly certified: boolean;
  /** A hard limit is passed. */
  readonly hard: boolean;
};
/** `ok` false = something is wrong with the evidence itself; `detail`: a sentence. */
export type HealthVerdict = { readonly check: CheckId; readonly ok: boolean; readonly detail: string };

/** What one look at the evidence found, made from counts of units by `stats`. It is kept in the ledger as it is: the same evidence always gives the same decision. */
export type Evidence = {
  /** From 1, without a gap. */
  readonly look: number;
  readonly at: number;
  readonly units: readonly StratumUnits[];
  readonly metrics: readonly MetricVerdict[];
  readonly health: readonly HealthVerdict[];
  /** Of all units counted, those whose outcome changed afterwards. */
  readonly revisedShare: number;
};
