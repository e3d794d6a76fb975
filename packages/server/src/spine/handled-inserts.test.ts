import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Handled } from './handled-inserts.ts';

const second = 1_000_000;

test('an insert that shows up behind the watermark is still to be handled, for two minutes', () => {
  const handled = new Handled({ after: 0, near: [] });
  handled.add([{ at: 1_000 * second, rows: 5 }]);
  expect(handled.has({ at: 1_000 * second, rows: 5 })).toBe(true);
  expect(handled.has({ at: 999 * second, rows: 5 })).toBe(false);
  expect(handled.has({ at: 881 * second, rows: 5 })).toBe(false);
  expect(handled.has({ at: 879 * second, rows: 5 })).toBe(true);
});

test('two inserts of one microsecond are told apart by their rows', () => {
  const handled = new Handled({ after: 0, near: [[7, 5]] });
  expect(handled.has({ at: 7, rows: 9 })).toBe(false);
  handled.add([{ at: 7, rows: 9 }]);
  expect(handled.has({ at: 7, rows: 9 })).toBe(true);
});

test('whatever the order, everything added is handled, and what is saved says the same', () => {
  const inserts = fc.array(fc.record({ at: fc.integer({ min: 1, max: 400 * second }), rows: fc.nat(9) }), {
    maxLength: 60,
  });
  fc.assert(
    fc.property(inserts, (list) => {
      const handled = new Handled({ after: 0, near: [] });
      for (const insert of list) handled.add([insert]);
      const saved = new Handled(JSON.parse(JSON.stringify(handled.saved())));
      const last = new Map(list.map(({ at, rows }) => [at, rows]));
      for (const [at, rows] of last) if (!handled.has({ at, rows }) || !saved.has({ at, rows })) return false;
      return saved.low === handled.low && handled.size <= last.size;
    }),
  );
});
