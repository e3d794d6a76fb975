import { type Problem, problem } from './problem.ts';
import type { PlanStep } from './plan.ts';

const weightOf = (step: PlanStep): number | null =>
  step.kind === 'weight' || step.kind === 'bake' ? step.weight : null;

/** The order of the steps: shadow first, weights only rise and are looked at, bake last, and nothing ends without certification. */
export function stepProblems(steps: readonly PlanStep[]): Problem[] {
  return [...steps.flatMap((step, at) => orderProblems(steps, step, at)), ...endProblems(steps)];
}

function orderProblems(steps: readonly PlanStep[], step: PlanStep, at: number): Problem[] {
  const path = `steps.${at}`;
  const before = steps.slice(0, at);
  const reached = Math.max(0, ...before.map((one) => weightOf(one) ?? 0));
  const weight = weightOf(step);
  const previous = before.at(-1);
  const found: Problem[] = [];
  if (step.kind === 'shadow' && at > 0) found.push(problem(`${path}.shadow`, 'must be the first step'));
  if (step.kind === 'bake' && at < steps.length - 1) found.push(problem(`${path}.bake`, 'must be the last step'));
  if (step.kind === 'analyze' && reached === 0)
    found.push(problem(`${path}.analyze`, 'needs a weight before it: there is nothing to compare yet'));
  if (weight !== null && weight <= reached)
    found.push(
      problem(
        step.kind === 'bake' ? `${path}.bake.holdback` : `${path}.weight`,
        `leads to a weight of ${weight}, which is not above the ${reached} before it: a ramp only rises`,
      ),
    );
  if (weight !== null && previous?.kind === 'weight')
    found.push(problem(path, 'raises the weight right after another weight: put analyze between them'));
  return found;
}

function endProblems(steps: readonly PlanStep[]): Problem[] {
  const last = steps.findLastIndex((one) => one.kind === 'weight');
  if (last === -1) return [problem('steps', 'must hold a weight: without one no unit ever sees the candidate')];
  const isShown = steps.slice(last).some((one) => one.kind === 'analyze' && one.isCertified);
  if (isShown) return [];
  return [problem('steps', 'must hold analyze with "until: certified" after the last weight: only evidence promotes')];
}
