import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Failure, follow, look, startEProcess } from '../../../packages/server/src/stats/e-process/e-process.ts';
import { harm } from '../../../packages/server/src/stats/e-process/hypothesis.ts';
import { verdict } from '../../../packages/server/src/stats/e-process/verdict.ts';

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
const { cases } = there ? (JSON.parse(readFileSync(file, 'utf8')) as { cases: Case[] }) : { cases: [] };

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
