import fc from 'fast-check';
import { expect, test } from 'vitest';
import { steady } from './steady.ts';

const row = (id: string, n = 0) => ({ id, n });

test('a row that would move stays and says what is new of it', () => {
  expect(steady(['a', 'b'], [row('b', 9), row('a', 1)])).toEqual({ rows: [row('a', 1), row('b', 9)], moved: true });
});

test('who comes stands at the end, who goes is gone', () => {
  expect(steady(['a', 'b'], [row('c'), row('b')])).toEqual({ rows: [row('b'), row('c')], moved: true });
  expect(steady(['a', 'b'], [row('b')])).toEqual({ rows: [row('b')], moved: false });
});

test('without an order yet it is the one that was asked for', () => {
  expect(steady([], [row('b'), row('a')])).toEqual({ rows: [row('b'), row('a')], moved: false });
});

test('nobody is lost and nobody is there twice', () => {
  const ids = fc.uniqueArray(fc.constantFrom(...'abcdefgh'));
  fc.assert(
    fc.property(ids, ids, (order, now) => {
      const { rows } = steady(
        order,
        now.map((id) => row(id)),
      );
      return JSON.stringify(rows.map((one) => one.id).toSorted()) === JSON.stringify(now.toSorted());
    }),
  );
});
