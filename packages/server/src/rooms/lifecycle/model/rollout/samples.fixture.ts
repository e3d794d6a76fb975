import type { MetricVerdict } from './evidence.ts';
import type { Input } from './input.ts';
import type { Plan, PlanMetric, PlanStep } from './plan.ts';
import { draft, type Phase, type RolloutState } from './state.ts';
import { step } from './step.ts';
import type { Effect, Refusal } from './effect.ts';

export const hour = 3_600_000;
const start = 1_800_000_000_000;

const guard = (id: string): PlanMetric => ({
  ...{ id, kind: 'binary', better: 'up', role: 'guardrail', test: 'e_process', unknown: 'left_out', cuped: false },
  ...{ rollback: { tolerance: 0, alpha: 0.01 }, promote: { margin: 0.25, alpha: 0.05 } },
});
const waiting = { minUnits: 100, maxMs: 24 * hour, onTimeout: 'hold' } as const;
export const analyze = (more: Partial<Extract<PlanStep, { kind: 'analyze' }>> = {}): PlanStep => ({
  ...{ kind: 'analyze', isCertified: false, ...waiting, ...more },
});
export const certify = (more: Partial<Extract<PlanStep, { kind: 'analyze' }>> = {}): PlanStep =>
  analyze({ isCertified: true, ...more });
export const weight = (share: number): PlanStep => ({ kind: 'weight', weight: share });
export const shadow = { kind: 'shadow', weight: 20_000, ...waiting } satisfies PlanStep;
export const bake: PlanStep = { kind: 'bake', weight: 95_000, durationMs: 4 * hour, ...waiting };
export const signOff: PlanStep = { kind: 'sign_off', people: 2, role: null };

export const plan = (more: Partial<Plan> = {}): Plan => ({
  ...{ schema: 'signalbox.rollout/v1', agent: 'a', environment: 'production', stableId: 'rel_1', candidateId: 'rel_2' },
  ...{ assignment: { key: ['user'], control: 'all' }, gates: [], errorBudget: 0.03, horizonMs: 600_000 },
  metrics: [guard('completion'), guard('refusals'), { ...guard('thumbs'), role: 'observe' }],
  hardLimits: [{ metric: 'spend', most: 10 }],
  steps: [weight(5_000), analyze(), weight(50_000), certify(), bake],
  ...{ ackTimeoutMs: 600_000, checks: ['sample_ratio', 'crossover', 'telemetry_loss'] },
  health: { sampleRatioAlpha: 0.001, crossoverMaxShare: 0.01, telemetryLossMaxGap: 0.02, revisedMaxShare: 0.02 },
  onRollback: { inFlight: 'move', freezeCandidate: true, notify: [] },
  ...more,
});

type Look = Extract<Input, { kind: 'look' }>;
const quiet = { alarm: false, certified: false, hard: false };
/** Healthy, complete and quiet, with plenty of units in every stratum; nothing certified. */
export const look = (number: number, more: Partial<Look> = {}): Look => ({
  ...{ kind: 'look', look: number, at: start, ackedVersion: 0, revisedShare: 0 },
  units: [0, 1, 2, 3, 4].map((stratum) => ({ stratum, stable: 500, candidate: 500 })),
  metrics: verdicts(),
  health: (['sample_ratio', 'crossover', 'telemetry_loss'] as const).map((check) => ({ check, ok: true, detail: '' })),
  ...more,
});
/** Verdicts on every metric of `plan`, with what is said of one or all of them. */
export const verdicts = (one: Partial<MetricVerdict> = {}): MetricVerdict[] =>
  ['completion', 'refusals', 'thumbs', 'spend']
    .filter((id) => one.id === undefined || one.id !== id)
    .map((id) => ({ id, ...quiet, ...(one.id === undefined && one) }))
    .concat(one.id === undefined ? [] : [{ ...quiet, ...one, id: one.id }]);
export const certified = (number: number): Look => look(number, { metrics: verdicts({ certified: true }) });

export const by = { by: 'per_1', reason: 'because' };
export const go: Input = { kind: 'start', by: 'per_1' };
export const ack = (version: number): Input => ({ kind: 'tick', ackedVersion: version });

/** Feeds inputs one after the other, a minute apart; a number instead moves the clock by as many milliseconds. */
export function drive(
  of: Plan,
  ...inputs: (Input | number)[]
): { state: RolloutState; effects: Effect[]; now: number } {
  let [state, now]: [RolloutState, number] = [draft, start];
  let effects: readonly Effect[] = [];
  for (const input of inputs) {
    if (typeof input === 'number') {
      now += input;
      continue;
    }
    const next = step(state, input, of, (now += 60_000));
    if (next.refused !== null) throw new Error(`${input.kind}: ${next.refused}`);
    ({ state, effects } = next);
  }
  return { state, effects: [...effects], now };
}
/** How far a rollout by `plan()` has come: at the first analysis, before certification, baking. */
export const atFirst: readonly Input[] = [go, ack(1)];
export const atSecond: readonly Input[] = [...atFirst, look(1), ack(2)];
export const baking: readonly Input[] = [...atSecond, certified(2), ack(3)];

type Inputs = readonly (Input | number)[];
export const phaseAfter = (of: Plan, ...inputs: Inputs): Phase => drive(of, ...inputs).state.phase;
/** Why the last input is refused after the others; null = it is not. */
export function refusal(of: Plan, before: Inputs, input: Input): Refusal | null {
  const { state, now } = drive(of, ...before);
  return step(state, input, of, now).refused;
}
export const kindsOf = (effects: readonly Effect[]): string[] => effects.map((one) => one.kind);
