import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  unitsForNonInferiority,
  unitsForProportions,
  unitsPooled,
} from '../../../packages/server/src/stats/sample-size/units.ts';

const file = new URL('../../../../shared/data/stats/sample_size.json', import.meta.url);
const there = existsSync(file);
if (!there) console.warn('SKIPPED: no vectors at ../shared/data/stats, sample sizes were not held against them');

type Vectors = {
  superiority: {
    p1: number;
    p2: number;
    alpha: number;
    power: number;
    n_per_arm_two_sided_unpooled: number;
    n_per_arm_one_sided_unpooled: number;
    n_per_arm_two_sided_pooled_var: number;
  }[];
  noninferiority: { p: number; margin: number; alpha: number; power: number; n_per_arm: number }[];
};
const vectors: Vectors = there
  ? (JSON.parse(readFileSync(file, 'utf8')) as Vectors)
  : { superiority: [], noninferiority: [] };

describe.runIf(there)('published sample sizes', () => {
  test('there are cases of each kind', () => {
    expect(vectors.superiority.length).toBeGreaterThan(10);
    expect(vectors.noninferiority.length).toBeGreaterThan(3);
  });

  test.each(vectors.superiority)('$p1 to $p2 at alpha $alpha, power $power', ({ p1, p2, alpha, power, ...wanted }) => {
    const rates = { stable: p1, candidate: p2 };
    const two = wanted.n_per_arm_two_sided_unpooled;
    const one = wanted.n_per_arm_one_sided_unpooled;
    expect(unitsForProportions(rates, { alpha, power, sides: 2 })).toEqual({ stable: two, candidate: two });
    expect(unitsForProportions(rates, { alpha, power, sides: 1 })).toEqual({ stable: one, candidate: one });
    expect(unitsPooled(p1, p2, { alpha, power, sides: 2 })).toBe(wanted.n_per_arm_two_sided_pooled_var);
  });

  test.each(vectors.noninferiority)('$p within $margin', ({ p, margin, alpha, power, n_per_arm: wanted }) => {
    expect(unitsForNonInferiority(p, margin, { alpha, power })).toBe(wanted);
  });
});
