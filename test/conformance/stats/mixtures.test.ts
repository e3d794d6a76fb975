import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { chanceBelow } from '../../../packages/server/src/stats/beta-posterior.ts';
import { betaBinomialMixture } from '../../../packages/server/src/stats/mixtures/beta-binomial.ts';
import { gammaExponentialMixture, gammaPoissonMixture } from '../../../packages/server/src/stats/mixtures/gamma.ts';
import { empiricalProcessBound } from '../../../packages/server/src/stats/mixtures/iterated-logarithm.ts';
import { bestRho, mixtureBound, type Mixture } from '../../../packages/server/src/stats/mixtures/mixture.ts';
import { normalMixture } from '../../../packages/server/src/stats/mixtures/normal.ts';
import { doubleStitching, polynomialStitching } from '../../../packages/server/src/stats/mixtures/stitching.ts';
import { bernoulliSequence } from '../../../packages/server/src/stats/sequences/bernoulli.ts';
import { quantileP } from '../../../packages/server/src/stats/sequences/quantiles.ts';

const folder = new URL('../../../../shared/data/stats/', import.meta.url);
const isThere = existsSync(folder);
if (!isThere) console.warn('SKIPPED: no vectors at ../shared/data/stats, mixtures were not held against them');

interface Reference {
  mixture: { fn: string; args: number[]; expected: number; tol: number }[];
  bernoulli_confidence_interval: {
    successes: number;
    trials: number;
    alpha: number;
    t_opt: number;
    expected: [number, number];
    tol: number;
  }[];
  quantile_ab_p_value: { cases: { quantile: number; offset: number; p: number }[]; tol: number };
}

const read = <T>(name: string, otherwise: T): T =>
  isThere ? (JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as T) : otherwise;

const reference = read<Reference>('confseq_reference.json', {
  mixture: [],
  bernoulli_confidence_interval: [],
  quantile_ab_p_value: { cases: [], tol: 0 },
});

/** The names of the reference, with its arguments in its order; tuned at alpha 0.05. */
function value(fn: string, [x = 0, y = 0, z = 0, ...more]: number[]): number {
  const isOneSided = fn.includes('one-sided');
  const isBound = fn.includes('bound');
  const of = (mixture: (tuned: { v: number; alpha: number; isOneSided: boolean }) => Mixture): number => {
    const made = mixture({ v: z, alpha: 0.05, isOneSided });
    return isBound ? mixtureBound(made, x, y) : made.log(x, y);
  };
  if (fn.startsWith('two_sided_normal.best_rho')) return bestRho(x, y, false);
  if (fn.startsWith('normal')) return of(normalMixture);
  if (fn.startsWith('beta_binomial')) return of((tuned) => betaBinomialMixture(more[0]!, more[1]!, tuned));
  if (fn.startsWith('gamma_exponential')) return of((tuned) => gammaExponentialMixture(more[0]!, tuned));
  if (fn.startsWith('gamma_poisson')) return of((tuned) => gammaPoissonMixture(more[0]!, tuned));
  if (fn.startsWith('poly')) return polynomialStitching(x, y, { vMin: z, c: more[0]! });
  if (fn.startsWith('empirical')) return empiricalProcessBound(x, y, { tMin: z, A: more[0]! });
  if (fn.startsWith('double')) return doubleStitching(x, y, { alpha: z, tBest: more[0]! });
  throw new Error(`${fn} is not known here`);
}

test.each(reference.mixture)('$fn $args', ({ fn, args, expected, tol }) => {
  expect(Math.abs(value(fn, args) - expected)).toBeLessThanOrEqual(tol);
});

test.each(reference.bernoulli_confidence_interval)('$successes of $trials, best at $t_opt', (c) => {
  const { low, high } = bernoulliSequence(c, { alpha: c.alpha, tunedFor: c.t_opt });
  expect(Math.abs(low - c.expected[0])).toBeLessThanOrEqual(c.tol);
  expect(Math.abs(high - c.expected[1])).toBeLessThanOrEqual(c.tol);
});

test.each(reference.quantile_ab_p_value.cases)('quantile $quantile, moved by $offset', ({ quantile, offset, p }) => {
  const a = Array.from({ length: 1000 }, (_, i) => i + 1);
  const b = a.map((x) => x + offset);
  const tolerance = reference.quantile_ab_p_value.tol;
  expect(Math.abs(quantileP(a, b, { quantile, tunedFor: 100 }) - p)).toBeLessThanOrEqual(tolerance);
  expect(Math.abs(quantileP(b, a, { quantile, tunedFor: 100 }) - p)).toBeLessThanOrEqual(tolerance);
});

interface Posterior {
  kA: number;
  nA: number;
  kB: number;
  nB: number;
  prior: [number, number];
  'P(B>A)': number;
  'P(pB < pA - 0.02)': number;
}

test.each(read<{ cases: Posterior[] }>('bayes_beta_binomial.json', { cases: [] }).cases)(
  'the posterior of $kA of $nA and $kB of $nB',
  (c) => {
    const a = { successes: c.kA, n: c.nA, prior: c.prior };
    const b = { successes: c.kB, n: c.nB, prior: c.prior };
    expect(Math.abs(chanceBelow(a, b) - c['P(B>A)'])).toBeLessThanOrEqual(1e-9);
    expect(Math.abs(chanceBelow(b, a, 0.02) - c['P(pB < pA - 0.02)'])).toBeLessThanOrEqual(1e-9);
  },
);
