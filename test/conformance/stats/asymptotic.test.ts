import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { adjusted } from '../../../packages/server/src/stats/effects/cuped.ts';
import { difference, relativeDifference, type Effect } from '../../../packages/server/src/stats/effects/effect.ts';
import type { Ends, Interval } from '../../../packages/server/src/stats/effects/interval.ts';
import { sampleOfRatio } from '../../../packages/server/src/stats/effects/ratio.ts';
import { sampleOfCount, sampleOfSums, type Sample } from '../../../packages/server/src/stats/effects/sample.ts';
import { welch } from '../../../packages/server/src/stats/effects/welch.ts';
import {
  alwaysValidP,
  confidenceSequence,
  halfWidth,
  logEvidence,
  rhoFor,
} from '../../../packages/server/src/stats/sequences/asymptotic.ts';

const folder = new URL('../../../../shared/data/stats/', import.meta.url);
const isThere = existsSync(folder);
if (!isThere)
  console.warn('SKIPPED: no vectors at ../shared/data/stats, confidence sequences were not held against them');

const read = <T>(name: string): T =>
  isThere ? (JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as T) : ({ cases: [] } as T);

interface Sums {
  sum: number;
  sum_squares?: number;
  n: number;
}

interface Case {
  name?: string;
  test: string;
  kind?: string;
  diff?: string;
  a: Sums;
  b: Sums;
  alpha?: number;
  'N*'?: number;
  config?: { difference_type: string; alpha: number; sequential_tuning_parameter?: number };
  expected: { effect: number; se?: number; ci?: [number | string, number | string]; p: number; rho?: number | null };
}

const near = (value: number, expected: number | string, tolerance: number): void => {
  const target = expected === 'inf' ? Infinity : expected === '-inf' ? -Infinity : Number(expected);
  if (Number.isFinite(target))
    expect(Math.abs(value - target)).toBeLessThanOrEqual(tolerance * Math.max(1e-3, Math.abs(target)));
  else expect(value).toBe(target);
};

const sample = ({ n, sum, sum_squares }: Sums, isShare: boolean): Sample =>
  isShare ? sampleOfCount(sum, n)! : sampleOfSums(n, sum, sum_squares!)!;

const endsOf = (name: string): Ends => (/Greater/.test(name) ? 'lower' : /Lesser/.test(name) ? 'upper' : 'both');

function answer(c: Case): { effect: Effect; interval: Interval; p: number; rho: number } {
  const isShare = c.kind === 'proportion';
  const arms = { a: sample(c.a, isShare), b: sample(c.b, isShare) };
  const isRelative = (c.diff ?? c.config!.difference_type) === 'relative';
  const effect = (isRelative ? relativeDifference : difference)(arms.a, arms.b)!;
  const tuning = {
    alpha: c.alpha ?? c.config?.alpha ?? 0.05,
    tunedFor: c['N*'] ?? c.config?.sequential_tuning_parameter ?? 5000,
    ends: endsOf(c.test),
  };
  const rho = rhoFor(tuning);
  if (!c.test.startsWith('Sequential')) return { effect, rho, ...welch(effect, arms, tuning.alpha, tuning.ends)! };
  return { effect, rho, interval: confidenceSequence(effect, tuning), p: alwaysValidP(effect, tuning) };
}

describe('as gbstats, run here', () => {
  test.each(read<{ cases: Case[] }>('gbstats_vectors.json').cases)('$name', (c) => {
    const { effect, interval, p, rho } = answer(c);
    near(effect.value, c.expected.effect, 1e-9);
    near(effect.error, c.expected.se!, 1e-9);
    near(interval.low, c.expected.ci![0], 1e-9);
    near(interval.high, c.expected.ci![1], 1e-9);
    if (c.expected.rho) near(rho, c.expected.rho, 1e-9);
    if (/OneSided/.test(c.test)) expect(Math.abs(p - c.expected.p)).toBeLessThanOrEqual(1e-5);
    else if (c.test === 'TwoSidedTTest') near(p, c.expected.p, 1e-9);
    else expect(Math.abs(p / c.expected.p - 1)).toBeLessThanOrEqual(1e-9);
  });
});

describe('as published with gbstats', () => {
  const { cases } = read<{ cases: Case[] }>('gbstats_published_cases.json');
  test.each(cases.filter(({ test: name }) => !name.endsWith('CUPED')))('$test $diff', (c) => {
    const { effect, interval, p } = answer(c);
    const at = (value: number, expected: number): void => expect(Math.abs(value - expected)).toBeLessThanOrEqual(5e-6);
    at(effect.value, c.expected.effect);
    if (c.expected.se !== undefined) at(effect.error, c.expected.se);
    if (typeof c.expected.ci![0] === 'number') at(interval.low, c.expected.ci![0]);
    else expect(interval.low).toBe(-Infinity);
    if (typeof c.expected.ci![1] === 'number') at(interval.high, c.expected.ci![1]);
    else expect(interval.high).toBe(Infinity);
    expect(Math.abs(p - c.expected.p)).toBeLessThanOrEqual(c.test.includes('OneSided') ? 1e-5 : 5e-6);
  });

  test.runIf(isThere)('adjusted by a covariate, relative', () => {
    const given = cases.find(({ test: name }) => name.endsWith('CUPED'))!;
    const arm = (arm: unknown) => {
      const {
        n,
        post,
        pre,
        post_pre_sum_of_products: xy,
      } = arm as {
        n: number;
        post: Required<Sums>;
        pre: Required<Sums>;
        post_pre_sum_of_products: number;
      };
      return { n, x: post.sum, y: pre.sum, xx: post.sum_squares, yy: pre.sum_squares, xy };
    };
    const arms = adjusted(arm(given.a), arm(given.b))!;
    const effect = relativeDifference(arms.a, arms.b)!;
    const interval = confidenceSequence(effect, { alpha: 0.05, tunedFor: 5000, ends: 'both' });
    expect(effect.value).toBeCloseTo(given.expected.effect, 5);
    expect(effect.error).toBeCloseTo(given.expected.se!, 5);
    expect(interval.low).toBeCloseTo(Number(given.expected.ci![0]), 5);
    expect(interval.high).toBeCloseTo(Number(given.expected.ci![1]), 5);
  });
});

interface Shares {
  kA: number;
  nA: number;
  kB: number;
  nB: number;
  alpha: number;
  Nstar: number;
  one_sided: boolean;
  expected: { diff: number; se: number; rho: number; hw: number; lo: number; hi: number };
}

test.each(read<{ cases: Shares[] }>('two_proportion_acs.json').cases)(
  '$kA of $nA against $kB of $nB, alpha $alpha, tuned for $Nstar, one-sided: $one_sided',
  (c) => {
    const effect = difference(sampleOfCount(c.kA, c.nA)!, sampleOfCount(c.kB, c.nB)!)!;
    const tuning = { alpha: c.alpha, tunedFor: c.Nstar };
    const lower = { ...tuning, ends: c.one_sided ? 'lower' : 'both' } as const;
    const upper = { ...tuning, ends: c.one_sided ? 'upper' : 'both' } as const;
    near(effect.value, c.expected.diff, 1e-9);
    near(effect.error, c.expected.se, 1e-9);
    near(rhoFor(lower), c.expected.rho, 1e-9);
    near(halfWidth(effect, lower, c.expected.rho), c.expected.hw, 1e-9);
    near(confidenceSequence(effect, lower).low, c.expected.lo, 1e-9);
    near(confidenceSequence(effect, upper).high, c.expected.hi, 1e-9);
  },
);

interface Ratio {
  kind: string;
  n_per_arm: number;
  mean_a: number;
  mean_b: number;
  V: number;
  tau2: number;
  lambda: number;
  p_single_look: number;
  ci_halfwidth_alpha05: number;
}

test.each(read<{ cases: Ratio[] }>('msprt_vectors.json').cases)(
  'the mixture SPRT is the same sequence: $kind, $n_per_arm units an arm, $mean_a and $mean_b, tau2 $tau2',
  (c) => {
    const effect = { value: c.mean_b - c.mean_a, error: Math.sqrt(c.V / c.n_per_arm), n: 2 * c.n_per_arm };
    const rho = Math.sqrt(c.tau2 / (2 * c.V));
    near(Math.exp(logEvidence(effect, rho)), c.lambda, 1e-9);
    near(Math.min(1, Math.exp(-logEvidence(effect, rho))), c.p_single_look, 1e-9);
    near(halfWidth(effect, { alpha: 0.05, ends: 'both' }, rho), c.ci_halfwidth_alpha05, 1e-9);
  },
);

describe.runIf(isThere)('from the values of units', () => {
  type Arm = Record<'tasks' | 'cost' | 'pre' | 'post', number[]>;
  interface Moments {
    r: number;
    var: number;
    mean: number;
    var_of_mean: number;
  }
  type Expected = Record<'A' | 'B', Moments> & { theta: number; diff: number; se: number; unadjusted_se: number };
  const { data, expected } = read<{
    data: Record<'A' | 'B', Arm>;
    expected: Record<'ratio_cost_per_task' | 'cuped', Expected>;
  }>('delta_cuped_raw.json');
  const sums = (xs: number[], ys: number[]) => {
    const add = (f: (i: number) => number): number => xs.reduce((sum, _, i) => sum + f(i), 0);
    return {
      n: xs.length,
      x: add((i) => xs[i]!),
      y: add((i) => ys[i]!),
      xx: add((i) => xs[i]! ** 2),
      yy: add((i) => ys[i]! ** 2),
      xy: add((i) => xs[i]! * ys[i]!),
    };
  };

  test('cost per task by the delta method', () => {
    const [a, b] = [data.A, data.B].map(({ cost, tasks }) => sampleOfRatio(sums(cost, tasks))!) as [Sample, Sample];
    const want = expected.ratio_cost_per_task;
    near(a.mean, want.A.r, 1e-9);
    near(a.variance / a.n, want.A.var, 1e-9);
    near(b.mean, want.B.r, 1e-9);
    near(b.variance / b.n, want.B.var, 1e-9);
    near(difference(a, b)!.value, want.diff, 1e-9);
    near(difference(a, b)!.error, want.se, 1e-9);
  });

  test('what came after, adjusted by what was before', () => {
    const { a, b, theta } = adjusted(sums(data.A.post, data.A.pre), sums(data.B.post, data.B.pre))!;
    const want = expected.cuped;
    near(theta, want.theta, 1e-9);
    near(a.mean, want.A.mean, 1e-9);
    near(a.variance / a.n, want.A.var_of_mean, 1e-9);
    near(b.mean, want.B.mean, 1e-9);
    near(difference(a, b)!.value, want.diff, 1e-9);
    near(difference(a, b)!.error, want.se, 1e-9);
  });
});
