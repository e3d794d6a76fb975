import { expect, test } from 'vitest';
import { normalCdf } from '../numeric/normal.ts';
import { above, firstDensity, nextDensity } from './density.ts';

const open = { low: -9, high: 9, finest: 0.6, reach: 9 };
const total = (density: { masses: readonly number[] }): number => density.masses.reduce((sum, one) => sum + one, 0);

test('without bounds a path is a normal variable of the summed variance', () => {
  const after = nextDensity(firstDensity(0.6, open), 0.8, open);
  expect(total(after)).toBeCloseTo(1, 7);
  for (const bound of [-2, 0, 1, 4]) {
    expect(above(firstDensity(0.6, open), 0.8, bound)).toBeCloseTo(normalCdf(-bound), 7);
    expect(above(after, Math.sqrt(3), bound)).toBeCloseTo(normalCdf(-bound / 2), 7);
  }
});

test('what a bound cut off does not come back', () => {
  const cut = { ...open, low: -1, high: 1 };
  const first = firstDensity(0.6, cut);
  expect(total(first)).toBeCloseTo(2 * normalCdf(1 / 0.6) - 1, 7);
  const second = nextDensity(first, 0.8, cut);
  expect(total(second)).toBeLessThan(total(first));
  // All that ran on is either above, below, or within.
  expect(total(second) + 2 * above(first, 0.8, 1)).toBeCloseTo(total(first), 6);
});
