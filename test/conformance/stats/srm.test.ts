import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { verdict } from '../../../packages/server/src/stats/e-process/verdict.ts';
import { sampleRatioChiSquare } from '../../../packages/server/src/stats/srm/chi-square.ts';
import { logDirichletMultinomial, logMultinomial } from '../../../packages/server/src/stats/srm/dirichlet.ts';
import { lookAtRatio, startRatioProcess } from '../../../packages/server/src/stats/srm/ratio-process.ts';

const file = new URL('../../../../shared/data/stats/srm_vectors.json', import.meta.url);
const there = existsSync(file);
if (!there) console.warn('SKIPPED: no vectors at ../shared/data/stats, sample ratios were not held against them');

type Look = { weights: number[]; counts: number[]; log_e: number; p: number };
type Vectors = {
  chi2: { cases: { users: number[]; weights: number[]; p: number }[] };
  sequential: { cases: { p0: number[]; alpha0: number[]; data: number[][]; log_m1: number[]; log_m0: number[] }[] };
  sequential_ramp_ours: { cases: { path: Look[] }[] };
};
const vectors: Vectors = there
  ? (JSON.parse(readFileSync(file, 'utf8')) as Vectors)
  : { chi2: { cases: [] }, sequential: { cases: [] }, sequential_ramp_ours: { cases: [] } };

const near = (got: number, wanted: number): void => {
  expect(Math.abs(got - wanted)).toBeLessThan(1e-9 * Math.max(1, Math.abs(wanted)));
};

describe.runIf(there)('published sample ratios', () => {
  test('there are cases of each kind', () => {
    expect(vectors.chi2.cases.length).toBeGreaterThan(5);
    expect(vectors.sequential.cases.length).toBeGreaterThan(1);
    expect(vectors.sequential_ramp_ours.cases.length).toBeGreaterThan(0);
  });

  test.each(vectors.chi2.cases)('chi-square of $users at $weights', ({ users, weights, p }) => {
    const got = sampleRatioChiSquare({ counts: users, weights }).p;
    // Relative: small p are the point.
    expect(Math.abs(got / p - 1)).toBeLessThan(1e-9);
  });

  test.each(vectors.sequential.cases)('Dirichlet-multinomial of $data', ({ p0, alpha0, data, log_m1, log_m0 }) => {
    let process = startRatioProcess(alpha0);
    let [prior, m1, m0] = [alpha0, 0, 0];
    for (const [i, counts] of data.entries()) {
      m1 += logDirichletMultinomial(counts, prior);
      m0 += logMultinomial(counts, p0);
      prior = prior.map((one, arm) => one + counts[arm]!);
      process = lookAtRatio(process, { weights: p0, counts });
      near(m1, log_m1[i]!);
      near(m0, log_m0[i]!);
      near(process.logE, log_m1[i]! - log_m0[i]!);
    }
  });

  test.each(vectors.sequential_ramp_ours.cases)('a ramp', ({ path }) => {
    let process = startRatioProcess();
    for (const { weights, counts, log_e: logE, p } of path) {
      process = lookAtRatio(process, { weights, counts });
      near(process.logE, logE);
      near(verdict(process, 0.001).p, p);
    }
    expect(process.steps).toHaveLength(3);
  });
});
