/**
 * What is measured of an agent's units, from whichever rooms are there.
 * `kind`: yes or no of a unit; a mean over units; a ratio of two sums; a quantile; a running total (for hard limits alone).
 */
export type MeasuredMetric = {
  readonly id: string;
  readonly kind: 'binary' | 'mean' | 'ratio' | 'quantile' | 'total';
  /** Which way is better. */
  readonly better: 'up' | 'down';
  readonly source: 'outcome' | 'score' | 'feedback' | 'usage' | 'judge' | 'policy';
  /** Known the moment it is declared: the only ones that a horizon of 0 may count. */
  readonly isExplicit: boolean;
};

/** What a spec may ask for and only some installations have. */
export type Ability = 'gates' | 'shadow' | 'finish_in_flight' | 'unit_key' | 'matched_control';

/** What a spec is held against when a rollout begins. */
export type Surroundings = {
  readonly measured: readonly MeasuredMetric[];
  readonly able: readonly Ability[];
  readonly stableId: string;
  readonly candidateId: string;
  /** p99 of what a unit takes on the stable release, milliseconds; null = none has ended yet. */
  readonly stableP99Ms: number | null;
};
