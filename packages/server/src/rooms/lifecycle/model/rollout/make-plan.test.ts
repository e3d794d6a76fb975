import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planDigest } from '../../rollouts/plan-digest.ts';
import { checkSpec } from '../../rollouts/read-spec.ts';
import { durationMs } from './duration.ts';
import { makePlan } from './make-plan.ts';
import type { MeasuredMetric, Surroundings } from './measured.ts';
import { guardrailsOf, type Plan } from './plan.ts';

const measured: MeasuredMetric[] = [
  { id: 'completion', kind: 'binary', better: 'up', source: 'outcome', isExplicit: true },
  { id: 'cost', kind: 'ratio', better: 'down', source: 'usage', isExplicit: false },
  { id: 'duration_p95', kind: 'quantile', better: 'down', source: 'usage', isExplicit: false },
  { id: 'thumbs_up', kind: 'binary', better: 'up', source: 'feedback', isExplicit: false },
  { id: 'spend', kind: 'total', better: 'down', source: 'usage', isExplicit: false },
];
const around: Surroundings = { measured, able: [], stableId: 'rel_1', candidateId: 'rel_2', stableP99Ms: null };
const made = (more: object, surroundings: Partial<Surroundings> = {}) => {
  const checked = checkSpec({ agent: 'a', environment: 'e', candidate: 'c', ...more });
  if ('problems' in checked) throw new Error(JSON.stringify(checked.problems));
  return makePlan(checked.spec, { ...around, ...surroundings });
};
const planned = (more: object = {}, surroundings: Partial<Surroundings> = {}): Plan => {
  const result = made(more, surroundings);
  if ('problems' in result) throw new Error(JSON.stringify(result.problems));
  return result.plan;
};
const said = (more: object, surroundings: Partial<Surroundings> = {}): string[] => {
  const result = made(more, surroundings);
  return 'problems' in result ? result.problems.map((one) => one.message) : [];
};
const weights = (...list: object[]) => ({ steps: list });
const certify = { analyze: { until: 'certified' } };

describe('left out', () => {
  test('the steps are a canary that ends with certification and a bake; every step has its numbers', () => {
    expect(planned().steps.map((one) => ('weight' in one ? [one.kind, one.weight] : [one.kind]))).toEqual([
      ...[['weight', 5_000], ['analyze'], ['weight', 25_000], ['analyze'], ['weight', 50_000], ['analyze']],
      ['bake', 95_000],
    ]);
    expect(planned().steps.at(-2)).toMatchObject({ isCertified: true, maxMs: 7 * 86_400_000, onTimeout: 'hold' });
  });

  test('completion guards, all else that is measured is observed, totals are left alone', () => {
    expect(planned().metrics.map(({ id, role, test: by, rollback }) => [id, role, by, rollback.alpha])).toEqual([
      ['completion', 'guardrail', 'e_process', 0.025],
      ['cost', 'observe', 'confidence_sequence', 0],
      ['duration_p95', 'observe', 'quantile', 0],
      ['thumbs_up', 'observe', 'e_process', 0],
    ]);
    expect(planned({ errorBudget: 0.01 }).metrics[0]!.rollback.alpha).toBe(0.01);
    expect(said({}, { measured: measured.slice(1) })).toEqual([
      '"metrics" must hold a guardrail: nothing else promotes or rolls back.',
    ]);
  });

  test('the horizon is the p99 of the stable release, and at least ten minutes', () => {
    expect(planned().horizonMs).toBe(600_000);
    expect(planned({}, { stableP99Ms: 1_000 }).horizonMs).toBe(600_000);
    expect(planned({}, { stableP99Ms: 7_200_000.5 }).horizonMs).toBe(7_200_001);
  });

  test('alphas share what the others leave of the error budget', () => {
    const guards = (...metrics: object[]) => guardrailsOf(planned({ metrics })).map((one) => one.rollback.alpha);
    expect(guards({ id: 'completion' })).toEqual([0.03]);
    expect(guards({ id: 'completion', rollback: { alpha: 0.02 } }, { id: 'cost' }, { id: 'thumbs_up' })).toEqual([
      ...[0.02, 0.005, 0.005],
    ]);
    expect(guards(...['completion', 'cost', 'thumbs_up'].map((id) => ({ id, rollback: { alpha: 0.01 } })))).toEqual([
      ...[0.01, 0.01, 0.01],
    ]);
  });

  test('property: alphas of guardrails never sum to more than the error budget, and the plan says it', () => {
    const alpha = fc.option(fc.double({ min: 0.0001, max: 0.03, noNaN: true }), { nil: undefined });
    fc.assert(
      fc.property(
        fc.tuple(alpha, alpha, alpha),
        fc.double({ min: 0.001, max: 0.2, noNaN: true }),
        (alphas, errorBudget) => {
          const metrics = ['completion', 'cost', 'thumbs_up'].map((id, n) => ({
            ...{ id, rollback: alphas[n] === undefined ? {} : { alpha: alphas[n] } },
          }));
          const result = made({ metrics, errorBudget });
          const stated = alphas.reduce<number>((sum, one) => sum + (one ?? 0), 0);
          const isOver = stated > errorBudget + 1e-9 || (stated >= errorBudget && alphas.includes(undefined));
          expect('problems' in result).toBe(isOver);
          if ('problems' in result) return;
          const spent = guardrailsOf(result.plan).reduce((sum, one) => sum + one.rollback.alpha, 0);
          expect(spent).toBeLessThanOrEqual(errorBudget + 1e-9);
          expect(guardrailsOf(result.plan).every((one) => one.rollback.alpha > 0)).toBe(true);
          expect(result.plan.errorBudget).toBe(errorBudget);
        },
      ),
    );
  });
});

describe('is refused', () => {
  test('what spends more than the error budget', () => {
    const alpha = { alpha: 0.02 };
    const both = {
      metrics: [
        { id: 'completion', rollback: alpha },
        { id: 'cost', rollback: alpha },
      ],
    };
    expect(said(both)).toEqual(['"metrics" spends more than the error budget: alphas sum to 0.04 of 0.03.']);
    expect(said({ ...both, errorBudget: 0.04 })).toEqual([]);
    expect(said({ metrics: [{ id: 'completion', rollback: { alpha: 0.03 } }, { id: 'cost' }] })).toEqual([
      '"metrics" spends more than the error budget: alphas sum to 0.03 of 0.03, and 1 more guardrail needs a part.',
    ]);
  });

  test.each([
    [
      { id: 'judge:tone' },
      '"metrics.1.id" names judge:tone, which is not measured here (completion, cost, duration_p95, thumbs_up); metrics of judges and policies come with their rooms.',
    ],
    [
      { id: 'spend' },
      '"metrics.1.id" names spend, which is not measured here (completion, cost, duration_p95, thumbs_up); metrics of judges and policies come with their rooms.',
    ],
    [{ id: 'completion' }, '"metrics.1.id" names completion, which stands there already.'],
    [{ id: 'cost', test: 'e_process' }, '"metrics.1.test" does not fit cost, a ratio: it takes confidence_sequence.'],
    [
      { id: 'cost', unknown: 'bad' },
      '"metrics.1.unknown" must be left_out: cost is a ratio, and unknown is no number.',
    ],
    [
      { id: 'duration_p95', cuped: true },
      '"metrics.1.cuped" does not fit duration_p95, a quantile: it adjusts means and ratios.',
    ],
    [
      { id: 'cost', rollback: { tolerance: 0.3 } },
      '"metrics.1.promote.margin" must be above "rollback.tolerance": else nothing is ever certified.',
    ],
  ])('the metric %j', (metric, message) => {
    expect(said({ metrics: [{ id: 'completion', rollback: { alpha: 0.01 } }, metric] })).toEqual([message]);
  });

  test.each([
    [
      weights({ weight: 5 }, { analyze: {} }),
      '"steps" must hold analyze with "until: certified" after the last weight: only evidence promotes.',
    ],
    [
      weights({ weight: 5 }, certify, { weight: 6 }, { analyze: {} }, { bake: {} }),
      '"steps" must hold analyze with "until: certified" after the last weight: only evidence promotes.',
    ],
    [
      weights({ weight: 9 }, { analyze: {} }, { weight: 9 }, certify),
      '"steps.2.weight" leads to a weight of 9, which is not above the 9 before it: a ramp only rises.',
    ],
    [
      weights({ weight: 95_000 }, certify, { bake: {} }),
      '"steps.2.bake.holdback" leads to a weight of 95000, which is not above the 95000 before it: a ramp only rises.',
    ],
    [
      weights({ weight: 5 }, { weight: 6 }, certify),
      '"steps.1" raises the weight right after another weight: put analyze between them.',
    ],
    [weights({ weight: 5 }, certify, { bake: {} }, { signOff: {} }), '"steps.2.bake" must be the last step.'],
    [
      weights({ analyze: {} }, { weight: 5 }, certify),
      '"steps.0.analyze" needs a weight before it: there is nothing to compare yet.',
    ],
    [weights({ signOff: {} }), '"steps" must hold a weight: without one no unit ever sees the candidate.'],
    [
      weights({ weight: 5 }, { analyze: { until: 'certified', maxDuration: '10m' } }),
      '"steps.1.analyze.maxDuration" must be longer than the horizon, which is 10m.',
    ],
    [
      weights({ weight: 5 }, certify, { bake: { duration: '2d', maxDuration: '48h' } }),
      '"steps.2.bake.maxDuration" must be longer than its duration of 2d.',
    ],
    [{ horizon: '9m' }, '"horizon" must be at least 10m, or 0s where all outcomes are declared.'],
    [
      { horizon: '0s', metrics: [{ id: 'completion' }, { id: 'thumbs_up' }] },
      '"horizon" may be 0s for declared outcomes alone, and thumbs_up is known only later.',
    ],
    [
      { hardLimits: [{ metric: 'policy_violations', most: 3 }] },
      '"hardLimits.0.metric" names policy_violations, which is no total that is measured here (spend); those of policies come with their room.',
    ],
    [
      {
        hardLimits: [
          { metric: 'spend', most: 3 },
          { metric: 'spend', most: 4 },
        ],
      },
      '"hardLimits.1.metric" names spend, which stands there already.',
    ],
    [
      { gates: [{ evaluation: 'regression' }] },
      '"gates" asks for evaluations (regression), which this installation cannot do yet.',
    ],
    [
      weights({ shadow: {} }, { weight: 5 }, certify),
      '"steps.0.shadow" asks for shadow runs, which this installation cannot do yet.',
    ],
    [
      { assignment: { control: 'matched' } },
      '"assignment.control" asks for a matched control, which this installation cannot do yet.',
    ],
    [
      { assignment: { key: ['tenant'] } },
      '"assignment.key" asks for another unit than user, conversation, tenant in this order, which this installation cannot do yet.',
    ],
    [
      { onRollback: { inFlight: 'finish' } },
      '"onRollback.inFlight" asks to finish conversations, which this installation cannot do yet.',
    ],
  ])('%j', (more, message) => {
    expect(said(more)).toEqual([message]);
  });

  test('a shadow after a weight, and the release that is served already', () => {
    const able: Surroundings['able'] = ['shadow', 'gates', 'matched_control', 'unit_key', 'finish_in_flight'];
    expect(said(weights({ weight: 5 }, certify, { shadow: {} }), { able })).toEqual([
      '"steps.2.shadow" must be the first step.',
    ]);
    expect(said({}, { candidateId: 'rel_1' })).toEqual([
      '"candidate" is the release that the environment serves already.',
    ]);
    const all = {
      gates: [{ evaluation: 'e' }],
      assignment: { key: ['tenant'], control: 'matched' },
      onRollback: { inFlight: 'finish' },
    };
    expect(said({ ...all, ...weights({ shadow: {} }, { weight: 5 }, certify) }, { able })).toEqual([]);
  });
});

test('checks follow from what is counted: unequal delay at a horizon of 0, judges where one decides', () => {
  const judge: MeasuredMetric = { ...measured[0]!, id: 'judge:tone', source: 'judge' };
  const metrics = [{ id: 'completion', rollback: { alpha: 0.01 } }];
  expect(planned({ metrics }).checks).toEqual(['sample_ratio', 'crossover', 'telemetry_loss']);
  expect(planned({ metrics, horizon: '0s' }).checks).toContain('unequal_delay');
  expect(planned({}, { measured: [...measured, judge] }).checks).toEqual([
    ...['sample_ratio', 'crossover', 'telemetry_loss', 'judge_outage', 'judge_drift'],
  ]);
});

test('the digest of a plan follows from what it says, not from how it was written', () => {
  const digest = planDigest(planned());
  expect(digest).toMatch(/^[0-9a-f]{64}$/);
  const { metrics, ...rest } = planned();
  expect(planDigest({ metrics, ...rest })).toBe(digest);
  expect(planDigest(planned({ horizon: '10m' }))).toBe(digest);
  expect(planDigest(planned({ horizon: '11m' }))).not.toBe(digest);
});

test('durations', () => {
  expect(['90s', '30m', '6h', '7d', '0s'].map(durationMs)).toEqual([90_000, 1_800_000, 21_600_000, 604_800_000, 0]);
  for (const text of ['', '1', 's', '1w', '-1s', '1.5h', '1m ']) expect(() => durationMs(text)).toThrow(RangeError);
});
