import type { MeasuredMetric } from './measured.ts';

type OnTimeout = 'hold' | 'rollback' | 'sign_off';
type Waiting = { readonly minUnits: number; readonly maxMs: number; readonly onTimeout: OnTimeout };

/** Weights in thousandths of a percent, durations in milliseconds. */
export type PlanStep =
  | ({ readonly kind: 'shadow'; readonly weight: number } & Waiting)
  | { readonly kind: 'weight'; readonly weight: number }
  | ({ readonly kind: 'analyze'; readonly isCertified: boolean } & Waiting)
  | { readonly kind: 'sign_off'; readonly people: number; readonly role: string | null }
  | ({ readonly kind: 'bake'; readonly weight: number; readonly durationMs: number } & Waiting);

export type PlanTest = 'e_process' | 'confidence_sequence' | 'quantile';
export type PlanMetric = {
  readonly id: string;
  readonly kind: Exclude<MeasuredMetric['kind'], 'total'>;
  readonly better: 'up' | 'down';
  readonly role: 'guardrail' | 'observe';
  readonly test: PlanTest;
  /** Relative: 0.1 = 10 % worse. `alpha` 0 = observed only. */
  readonly rollback: { readonly tolerance: number; readonly alpha: number };
  readonly promote: { readonly margin: number; readonly alpha: number };
  readonly unknown: 'left_out' | 'good' | 'bad';
  readonly cuped: boolean;
};

/** Checks that every look brings; one that fails or is missing holds the rollout. */
export type CheckId =
  | 'sample_ratio'
  | 'crossover'
  | 'telemetry_loss'
  | 'unequal_delay'
  | 'judge_outage'
  | 'judge_drift';

/** The spec with everything filled in: frozen, known by its hash, and all that decisions are made from besides the evidence. */
export type Plan = {
  readonly schema: 'signalbox.rollout/v1';
  readonly agent: string;
  readonly environment: string;
  readonly stableId: string;
  readonly candidateId: string;
  readonly assignment: { readonly key: readonly string[]; readonly control: 'all' | 'matched' };
  readonly gates: readonly { readonly evaluation: string; readonly minPassRate: number }[];
  readonly errorBudget: number;
  readonly metrics: readonly PlanMetric[];
  readonly hardLimits: readonly { readonly metric: string; readonly most: number }[];
  readonly steps: readonly PlanStep[];
  readonly horizonMs: number;
  readonly ackTimeoutMs: number;
  readonly checks: readonly CheckId[];
  readonly health: {
    readonly sampleRatioAlpha: number;
    readonly crossoverMaxShare: number;
    readonly telemetryLossMaxGap: number;
    readonly revisedMaxShare: number;
  };
  readonly onRollback: {
    readonly inFlight: 'move' | 'finish';
    readonly freezeCandidate: boolean;
    readonly notify: readonly string[];
  };
};

export const guardrailsOf = (plan: Plan): readonly PlanMetric[] =>
  plan.metrics.filter((one) => one.role === 'guardrail');
