type Reason = { readonly step: number; readonly by: string; readonly reason: string };

/** Phases in which a rollout goes on by itself. `since` in Unix milliseconds; time in which it is paused does not count. */
export type Active =
  | { readonly name: 'pre_gate'; readonly since: number }
  | { readonly name: 'shadow'; readonly since: number }
  /** The weight is ordered; not every router serves it yet. */
  | { readonly name: 'ramping'; readonly since: number }
  | { readonly name: 'analyzing'; readonly since: number }
  | {
      readonly name: 'awaiting_sign_off';
      readonly since: number;
      /** step: the spec asks for it; timeout: the evidence did not come in time. */
      readonly because: 'step' | 'timeout';
      readonly signedBy: readonly string[];
    }
  | { readonly name: 'baking'; readonly since: number };

export type End = 'rolled_back' | 'aborted' | 'superseded';
export type Phase =
  | { readonly name: 'draft' }
  | Active
  | {
      readonly name: 'paused';
      readonly since: number;
      readonly why: 'manual' | 'inconclusive' | 'health';
      readonly from: Active;
    }
  /** A weight was not acknowledged in time: nothing is ordered until a person resumes or rolls back. */
  | { readonly name: 'error'; readonly since: number; readonly from: Active }
  /** Weight 0 is ordered. `isLate`: it was not acknowledged in time, which people were told. */
  | { readonly name: 'rolling_back'; readonly since: number; readonly end: End; readonly isLate: boolean }
  | { readonly name: 'promoted' | End };

/** All that a rollout remembers, as plain JSON. The same inputs give the same state, byte for byte. */
export type RolloutState = {
  readonly phase: Phase;
  /** Index of the step it is at. */
  readonly step: number;
  /** Of the candidate, in thousandths of a percent, as last ordered. */
  readonly weight: number;
  /** Counts orders of a weight, 0 = none yet. Names the stratum of the units that came under it. */
  readonly weightVersion: number;
  /** The last look taken, 0 = none. */
  readonly look: number;
  /** Metrics that raised an alarm or passed a hard limit; not empty = the weight never rises again. */
  readonly alarms: readonly string[];
  /** Guardrails certified so far. Valid at whichever look it happened, so it is not taken back. */
  readonly certified: readonly string[];
  readonly skipped: readonly Reason[];
};

export const draft: RolloutState = {
  ...{
    phase: { name: 'draft' },
    step: 0,
    weight: 0,
    weightVersion: 0,
    look: 0,
    alarms: [],
    certified: [],
    skipped: [],
  },
};

const ends: readonly Phase['name'][] = ['promoted', 'rolled_back', 'aborted', 'superseded'];
export const hasEnded = ({ phase }: RolloutState): boolean => ends.includes(phase.name);
