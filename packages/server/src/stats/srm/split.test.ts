import { expect, test } from 'vitest';
import { armsOf } from './split.ts';

test('weights of any unit are shares of one', () => {
  expect(armsOf({ weights: [95_000, 5_000], counts: [9, 1] })).toEqual({
    arms: [
      { count: 9, share: 0.95 },
      { count: 1, share: 0.05 },
    ],
    impossible: false,
  });
});

test('an arm of weight 0 is left out, and units on it are impossible', () => {
  expect(armsOf({ weights: [1, 0], counts: [5, 0] })).toEqual({ arms: [{ count: 5, share: 1 }], impossible: false });
  expect(armsOf({ weights: [1, 0], counts: [5, 1] }).impossible).toBe(true);
  expect(armsOf({ weights: [0, 0], counts: [0, 0] })).toEqual({ arms: [], impossible: false });
  expect(armsOf({ weights: [], counts: [] })).toEqual({ arms: [], impossible: false });
});

test.each([
  { weights: [1], counts: [1, 2] },
  { weights: [1, -1], counts: [1, 2] },
  { weights: [1, Number.NaN], counts: [1, 2] },
  { weights: [1, Infinity], counts: [1, 2] },
  { weights: [1, 1], counts: [1, -2] },
  { weights: [1, 1], counts: [1, 0.5] },
])('%j is refused', (split) => {
  expect(() => armsOf(split)).toThrow(RangeError);
});
