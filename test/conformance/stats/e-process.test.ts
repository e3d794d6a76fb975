import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Failure, follow, look, startEProcess } from '../../../packages/server/src/stats/e-process/e-process.ts';
import { harm, nonInferiority } from '../../../packages/server/src/stats/e-process/hypothesis.ts';
import { verdict } from '../../../packages/server/src/stats/e-process/verdict.ts';
import { uniforms } from '../../../packages/server/src/stats/seeded.ts';

const file = new URL('../../../../shared/data/stats/eprocess_vectors.json', import.meta.url);
const there = existsSync(file);
if (!there) console.warn('SKIPPED: no vectors at ../shared/data/stats, the e-process was not held against them');

type Case = {
  failures_in_order: string;
  w: number | number[];
  theta0: number;
  alts_multiplier: number[];
  log_e_path: number[];
  'rollback_at_index(alpha=.05)'?: number | null;
};
type Simulated = { certified_rate_within_30k_sessions: number; median_sessions: number };
type Vectors = {
  cases: Case[];
  promotion_side_noninferiority_sim: { N: number; results: Record<string, Simulated> };
};
const { cases, promotion_side_noninferiority_sim: promotion }: Vectors = there
  ? (JSON.parse(readFileSync(file, 'utf8')) as Vectors)
  : { cases: [], promotion_side_noninferiority_sim: { N: 0, results: {} } };

const failures = ({ failures_in_order: letters, w }: Case): Failure[] =>
  [...letters].map((letter, i) => ({
    arm: letter === 'B' ? 'candidate' : 'stable',
    weight: typeof w === 'number' ? w : w[i]!,
  }));

describe.runIf(there)('published paths', () => {
  test('there are some, a ramp among them', () => {
    expect(cases.length).toBeGreaterThanOrEqual(4);
    expect(cases.some(({ w }) => Array.isArray(w))).toBe(true);
  });

  test.each(cases)('$failures_in_order at $w against $theta0', (one) => {
    const path = follow(startEProcess(harm(one.theta0, one.alts_multiplier)), failures(one));
    expect(path).toHaveLength(one.log_e_path.length);
    // They are printed to ten places; the tolerance is 1e-9.
    for (const [i, logE] of one.log_e_path.entries()) expect(Math.abs(path[i]!.logE - logE)).toBeLessThan(1e-9);
    const crossed = path.findIndex((process) => verdict(process, 0.05).crossed);
    const wanted = one['rollback_at_index(alpha=.05)'];
    if (wanted !== undefined) expect(crossed).toBe(wanted ?? -1);
  });

  test.each(cases)('$failures_in_order at $w as one look', (one) => {
    const counts = failures(one).map(({ arm, weight }) => ({
      weight,
      stable: arm === 'stable' ? 1 : 0,
      candidate: arm === 'candidate' ? 1 : 0,
    }));
    const { logE } = look(startEProcess(harm(one.theta0, one.alts_multiplier)), counts.toReversed());
    expect(Math.abs(logE - one.log_e_path.at(-1)!)).toBeLessThan(1e-9);
  });
});

/** Units until the promotion is certified at alpha 0.05 and half and half, with a look every hundred; null = not within 30,000. */
function unitsToCertify(next: () => number, fail: number, margin: number, ratio: number): number | null {
  let process = startEProcess(nonInferiority(margin));
  for (let units = 100; units <= 30_000; units += 100) {
    const fresh = { weight: 0.5, stable: 0, candidate: 0 };
    for (let i = 0; i < 100; i++) {
      const arm = next() < 0.5 ? 'candidate' : 'stable';
      if (next() < fail * (arm === 'candidate' ? ratio : 1)) fresh[arm] += 1;
    }
    process = look(process, [fresh]);
    if (verdict(process, 0.05).crossed) return units;
  }
  return null;
}

describe.runIf(there)('promotions as simulated by the research', () => {
  const rows = Object.entries(promotion.results).filter(([name]) => name.startsWith('fail=0.15'));

  test.each(rows)('%s', (name, wanted) => {
    const [fail, margin, ratio] = name.split(',').map((part) => Number(part.split('=')[1])) as [number, number, number];
    const next = uniforms(31);
    const runs = 400;
    const certified = Array.from({ length: runs }, () => unitsToCertify(next, fail, margin, ratio))
      .filter((units) => units !== null)
      .toSorted((a, b) => a - b);
    const rate = wanted.certified_rate_within_30k_sessions;
    // Four standard errors of both simulations; a rate of 1 has none, and may miss a run or two.
    const error = Math.sqrt(rate * (1 - rate) * (1 / runs + 1 / promotion.N));
    expect(Math.abs(certified.length / runs - rate)).toBeLessThanOrEqual(4 * error + 0.005);
    // Medians of a handful of false promotions say nothing.
    if (rate > 0.5)
      expect(Math.abs(Math.log(certified[certified.length >> 1]! / wanted.median_sessions))).toBeLessThan(0.2);
    if (ratio === margin) expect(certified.length / runs).toBeLessThanOrEqual(0.05);
  });
});
