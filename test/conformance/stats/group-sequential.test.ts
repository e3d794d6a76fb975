import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { groupSequentialBounds } from '../../../packages/server/src/stats/group-sequential/bounds.ts';

const file = new URL('../../../../shared/data/stats/group_sequential.json', import.meta.url);
const there = existsSync(file);
if (!there) console.warn('SKIPPED: no vectors at ../shared/data/stats, planned bounds were not held against them');

type Case = {
  K: number;
  spending: 'lan_demets_obf' | 'lan_demets_pocock';
  alpha_two_sided: number;
  t: number[];
  alpha_spent: number[];
  z_bounds: number[];
};
const { cases } = there ? (JSON.parse(readFileSync(file, 'utf8')) as { cases: Case[] }) : { cases: [] };

describe.runIf(there)('published bounds', () => {
  test('there are some', () => {
    expect(cases.length).toBeGreaterThan(5);
  });

  test.each(cases)('$spending with $K looks', ({ spending, alpha_two_sided: alpha, t, alpha_spent, z_bounds }) => {
    const bounds = groupSequentialBounds({
      spending: spending === 'lan_demets_obf' ? 'obrien-fleming' : 'pocock',
      alpha,
      sides: 2,
      looks: t,
    });
    expect(bounds).toHaveLength(t.length);
    for (const [i, { alphaSpent, z }] of bounds.entries()) {
      // Theirs lose digits where hardly anything is spent: a difference from 4.
      expect(Math.abs(alphaSpent - alpha_spent[i]!)).toBeLessThan(1e-14);
      // Stated 2e-3; theirs are some 1e-3 off, ours far less.
      expect(Math.abs(z - z_bounds[i]!)).toBeLessThan(2e-3);
    }
  });
});
