import type { RolloutStep } from '../../contract-rollouts.ts';
import { durationMs } from './duration.ts';
import type { PlanStep } from './plan.ts';

const all = 100_000;

/** Steps of a spec that was read (each holds exactly one kind), with durations in milliseconds. */
export const planSteps = (steps: readonly RolloutStep[]): PlanStep[] => steps.map(planStep);

function planStep({ shadow, weight, analyze, signOff, bake }: RolloutStep): PlanStep {
  if (shadow !== undefined) return { kind: 'shadow', weight: shadow.weight, ...waiting(shadow) };
  if (weight !== undefined) return { kind: 'weight', weight };
  if (analyze !== undefined)
    return { kind: 'analyze', isCertified: analyze.until === 'certified', ...waiting(analyze) };
  if (signOff !== undefined) return { kind: 'sign_off', ...signOff };
  if (bake === undefined) throw new RangeError('A step without a kind.');
  const { duration, holdback } = bake;
  return { kind: 'bake', weight: all - holdback, durationMs: durationMs(duration), ...waiting(bake) };
}

type Said = { minUnits: number; maxDuration: string; onTimeout: 'hold' | 'rollback' | 'sign_off' };
const waiting = ({ minUnits, maxDuration, onTimeout }: Said) => ({
  ...{ minUnits, maxMs: durationMs(maxDuration), onTimeout },
});
