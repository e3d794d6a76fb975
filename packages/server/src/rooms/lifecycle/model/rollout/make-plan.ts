import type { RolloutSpec } from '../../contract-rollouts.ts';
import { stepProblems } from './check-steps.ts';
import { durationMs } from './duration.ts';
import type { Ability, MeasuredMetric, Surroundings } from './measured.ts';
import type { CheckId, Plan, PlanMetric } from './plan.ts';
import { planMetrics } from './plan-metrics.ts';
import { planSteps } from './plan-steps.ts';
import { type Problem, problem } from './problem.ts';

const leastHorizonMs = 600_000;

/** The spec with everything filled in from what surrounds it, or all that stands in its way. */
export function makePlan(spec: RolloutSpec, around: Surroundings): { plan: Plan } | { problems: Problem[] } {
  const { metrics, problems } = planMetrics(spec, around.measured);
  const steps = planSteps(spec.steps);
  const horizonMs =
    spec.horizon === undefined
      ? Math.max(leastHorizonMs, Math.ceil(around.stableP99Ms ?? 0))
      : durationMs(spec.horizon);
  problems.push(...stepProblems(steps), ...durationProblems(spec, horizonMs), ...limitProblems(spec, around.measured));
  problems.push(...horizonProblems(horizonMs, metrics, around.measured), ...abilityProblems(spec, around.able));
  if (around.stableId === around.candidateId)
    problems.push(problem('candidate', 'is the release that the environment serves already'));
  if (problems.length > 0) return { problems };
  const { agent, environment, assignment, gates, errorBudget, hardLimits, health, onRollback } = spec;
  const { stableId, candidateId } = around;
  return {
    plan: {
      ...{ schema: 'signalbox.rollout/v1', agent, environment, stableId, candidateId, assignment, gates, errorBudget },
      ...{ metrics, hardLimits, steps, horizonMs, ackTimeoutMs: durationMs(spec.ackTimeout) },
      ...{ checks: checksOf(horizonMs, metrics, around.measured), health, onRollback },
    },
  };
}

/** Units come into the evidence a horizon after they were drawn: what ends sooner never sees one. */
function durationProblems(spec: RolloutSpec, horizonMs: number): Problem[] {
  return spec.steps.flatMap(({ shadow, analyze, bake }, at) => {
    const [kind, waits] = Object.entries({ shadow, analyze, bake }).find(([, one]) => one !== undefined) ?? [];
    if (waits === undefined) return [];
    const path = `steps.${at}.${kind}.maxDuration`;
    const maxMs = durationMs(waits.maxDuration);
    const found: Problem[] = [];
    if (maxMs <= horizonMs)
      found.push(problem(path, `must be longer than the horizon, which is ${Math.ceil(horizonMs / 60_000)}m`));
    if (bake !== undefined && maxMs <= durationMs(bake.duration))
      found.push(problem(path, `must be longer than its duration of ${bake.duration}`));
    return found;
  });
}

function limitProblems({ hardLimits }: RolloutSpec, measured: readonly MeasuredMetric[]): Problem[] {
  const totals = measured.filter((one) => one.kind === 'total').map((one) => one.id);
  return hardLimits.flatMap(({ metric }, at) => {
    const path = `hardLimits.${at}.metric`;
    if (hardLimits.findIndex((one) => one.metric === metric) < at)
      return [problem(path, `names ${metric}, which stands there already`)];
    if (totals.includes(metric)) return [];
    const there = totals.join(', ') || 'none is';
    return [
      problem(
        path,
        `names ${metric}, which is no total that is measured here (${there}); those of policies come with their room`,
      ),
    ];
  });
}

function horizonProblems(
  horizonMs: number,
  metrics: readonly PlanMetric[],
  measured: readonly MeasuredMetric[],
): Problem[] {
  if (horizonMs >= leastHorizonMs) return [];
  if (horizonMs > 0) return [problem('horizon', 'must be at least 10m, or 0s where all outcomes are declared')];
  const explicit = new Set(measured.filter((one) => one.isExplicit).map((one) => one.id));
  const late = metrics.filter((one) => one.role === 'guardrail' && !explicit.has(one.id)).map((one) => one.id);
  if (late.length === 0) return [];
  return [problem('horizon', `may be 0s for declared outcomes alone, and ${late.join(', ')} is known only later`)];
}

function abilityProblems(spec: RolloutSpec, able: readonly Ability[]): Problem[] {
  const isDefaultKey = spec.assignment.key.join() === 'user,conversation,tenant';
  const shadow = spec.steps.findIndex((one) => one.shadow !== undefined);
  const asked: [Ability, boolean, string, string][] = [
    [
      'gates',
      spec.gates.length > 0,
      'gates',
      `asks for evaluations (${spec.gates.map((one) => one.evaluation).join(', ')})`,
    ],
    ['shadow', shadow !== -1, `steps.${shadow}.shadow`, 'asks for shadow runs'],
    ['finish_in_flight', spec.onRollback.inFlight === 'finish', 'onRollback.inFlight', 'asks to finish conversations'],
    [
      'unit_key',
      !isDefaultKey,
      'assignment.key',
      'asks for another unit than user, conversation, tenant in this order',
    ],
    ['matched_control', spec.assignment.control === 'matched', 'assignment.control', 'asks for a matched control'],
  ];
  return asked
    .filter(([ability, isAsked]) => isAsked && !able.includes(ability))
    .map(([, , path, says]) => problem(path, `${says}, which this installation cannot do yet`));
}

/** Which checks a look has to bring. Delays may differ at any horizon, but only at 0 do they reach the evidence. */
function checksOf(horizonMs: number, metrics: readonly PlanMetric[], measured: readonly MeasuredMetric[]): CheckId[] {
  const judged = new Set(measured.filter((one) => one.source === 'judge').map((one) => one.id));
  return [
    ...(['sample_ratio', 'crossover', 'telemetry_loss'] as const),
    ...(horizonMs === 0 ? (['unequal_delay'] as const) : []),
    ...(metrics.some((one) => judged.has(one.id)) ? (['judge_outage', 'judge_drift'] as const) : []),
  ];
}
