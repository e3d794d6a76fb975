import type { RolloutSpec } from '../../contract-rollouts.ts';
import type { MeasuredMetric } from './measured.ts';
import type { PlanMetric, PlanTest } from './plan.ts';
import { type Problem, problem } from './problem.ts';

type Said = NonNullable<RolloutSpec['metrics']>[number];
const tests: Readonly<Record<PlanMetric['kind'], readonly PlanTest[]>> = {
  binary: ['e_process', 'confidence_sequence'],
  mean: ['confidence_sequence'],
  ratio: ['confidence_sequence'],
  quantile: ['quantile'],
};

/** What is left out: completion guards with this part of the error budget, all else that is measured is observed. */
const guardedByDefault = { id: 'completion', alpha: 0.025 };

/** `metrics` of a spec with everything filled in; alphas that are left out share what the others leave of the budget. */
export function planMetrics(
  spec: RolloutSpec,
  measured: readonly MeasuredMetric[],
): { metrics: PlanMetric[]; problems: Problem[] } {
  const said = spec.metrics ?? byDefault(measured, spec.errorBudget);
  const known = new Map(measured.map((one) => [one.id, one]));
  const problems = said.flatMap((one, at) => metricProblems(one, at, known));
  problems.push(...said.flatMap((one, at) => (isAgain(said, one, at) ? [again(at, one.id)] : [])));
  const guards = said.filter((one) => one.role === 'guardrail');
  if (guards.length === 0)
    problems.push(problem('metrics', 'must hold a guardrail: nothing else promotes or rolls back'));
  const spent = guards.reduce((sum, one) => sum + (one.rollback.alpha ?? 0), 0);
  const open = guards.filter((one) => one.rollback.alpha === undefined).length;
  const part = open === 0 ? 0 : Math.round(((spec.errorBudget - spent) / open) * 1e12) / 1e12;
  // Sums of decimal fractions miss by less than this.
  if (spent > spec.errorBudget + 1e-9 || (open > 0 && part <= 0))
    problems.push(overspent(spent, open, spec.errorBudget));
  const metrics = said.flatMap((one) => filledIn(one, part, known.get(one.id)));
  return { metrics, problems };
}

const isAgain = (all: readonly Said[], one: Said, at: number): boolean => all.findIndex(({ id }) => id === one.id) < at;
const again = (at: number, id: string): Problem =>
  problem(`metrics.${at}.id`, `names ${id}, which stands there already`);

function byDefault(measured: readonly MeasuredMetric[], errorBudget: number): Said[] {
  return measured.flatMap(({ id, kind }) => {
    if (kind === 'total') return [];
    const isGuard = id === guardedByDefault.id;
    const rollback = { tolerance: 0, ...(isGuard && { alpha: Math.min(guardedByDefault.alpha, errorBudget) }) };
    const rest = { promote: { margin: 0.25, alpha: 0.05 }, unknown: 'left_out', cuped: false } as const;
    return [{ id, role: isGuard ? 'guardrail' : 'observe', rollback, ...rest }];
  });
}

function metricProblems(one: Said, at: number, known: ReadonlyMap<string, MeasuredMetric>): Problem[] {
  const path = `metrics.${at}`;
  const measure = known.get(one.id);
  if (measure === undefined || measure.kind === 'total') return [problem(`${path}.id`, notMeasured(one.id, known))];
  const found: Problem[] = [];
  const { kind } = measure;
  if (one.test !== undefined && !tests[kind].includes(one.test))
    found.push(problem(`${path}.test`, `does not fit ${one.id}, a ${kind}: it takes ${tests[kind].join(' or ')}`));
  if (one.unknown !== 'left_out' && kind !== 'binary')
    found.push(problem(`${path}.unknown`, `must be left_out: ${one.id} is a ${kind}, and unknown is no number`));
  if (one.cuped && kind !== 'mean' && kind !== 'ratio')
    found.push(problem(`${path}.cuped`, `does not fit ${one.id}, a ${kind}: it adjusts means and ratios`));
  if (one.role === 'guardrail' && one.promote.margin <= one.rollback.tolerance)
    found.push(problem(`${path}.promote.margin`, 'must be above "rollback.tolerance": else nothing is ever certified'));
  return found;
}

function notMeasured(id: string, known: ReadonlyMap<string, MeasuredMetric>): string {
  const there = [...known.values()].filter((one) => one.kind !== 'total').map((one) => one.id);
  return `names ${id}, which is not measured here (${there.join(', ') || 'nothing is'}); metrics of judges and policies come with their rooms`;
}

function overspent(spent: number, open: number, budget: number): Problem {
  const rest = open === 0 ? '' : `, and ${open} more ${open === 1 ? 'guardrail needs' : 'guardrails need'} a part`;
  const sum = Number(spent.toFixed(9));
  return problem('metrics', `spends more than the error budget: alphas sum to ${sum} of ${budget}${rest}`);
}

function filledIn(one: Said, part: number, measure: MeasuredMetric | undefined): PlanMetric[] {
  if (measure === undefined || measure.kind === 'total') return [];
  const { id, role, rollback, promote, unknown, cuped } = one;
  const { kind, better } = measure;
  const alpha = role === 'guardrail' ? (rollback.alpha ?? part) : 0;
  const test = one.test ?? tests[kind][0]!;
  return [
    { id, kind, better, role, test, rollback: { tolerance: rollback.tolerance, alpha }, promote, unknown, cuped },
  ];
}
