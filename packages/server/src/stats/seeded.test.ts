import { expect, test } from 'vitest';
import { uniforms } from './seeded.ts';

const first = (seed: number, count: number): number[] => Array.from({ length: count }, uniforms(seed));

test('the same seed gives the same numbers, another seed others', () => {
  expect(first(7, 50)).toEqual(first(7, 50));
  expect(first(7, 3)).not.toEqual(first(8, 3));
});

test('numbers are spread evenly, and each is as likely after a small one as after a large one', () => {
  const drawn = first(1, 40_000);
  expect(drawn.every((u) => u >= 0 && u < 1)).toBe(true);
  const boxes = Array.from({ length: 100 }, () => 0);
  for (const [i, u] of drawn.entries()) {
    boxes[Math.floor(u * 10) * 10 + Math.floor((drawn[i + 1] ?? 0) * 10)]! += 1;
  }
  // Chi-square of 99 degrees of freedom: 161 is passed once in ten thousand seeds.
  expect(boxes.reduce((sum, n) => sum + (n - 400) ** 2 / 400, 0)).toBeLessThan(161);
});
