import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byKey, fitted, inOrder, type Layout, type Placed, put, roomBelow } from './grid.ts';

const at = (id: string, x: number, y: number, w = 6, h = 4): Placed => ({ id, layout: { x, y, w, h } });
const layout = fc.record({
  x: fc.integer({ min: -4, max: 14 }),
  y: fc.integer({ min: -3, max: 40 }),
  w: fc.integer({ min: -1, max: 15 }),
  h: fc.integer({ min: -1, max: 24 }),
});

/** A page that somebody put together by dragging. */
const page = fc
  .array(layout, { minLength: 1, maxLength: 10 })
  .map((layouts) =>
    layouts.reduce<Placed[]>((all, one, n) => put([...all, { id: `w${n}`, layout: fitted(one) }], `w${n}`, one), []),
  );

const cells = (all: readonly Placed[]): string[] =>
  all.flatMap(({ layout: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, n) => `${x + (n % w)} ${y + Math.floor(n / w)}`),
  );

describe('put', () => {
  test('swaps by pushing what was there down', () => {
    const all = [at('a', 0, 0), at('b', 6, 0), at('c', 0, 4)];
    expect(put(all, 'c', { x: 0, y: 0, w: 6, h: 4 })).toEqual([at('a', 0, 4), at('b', 6, 0), at('c', 0, 0)]);
  });
  test('closes the gap that is left', () => {
    expect(put([at('a', 0, 0), at('b', 0, 4)], 'a', { x: 6, y: 0, w: 6, h: 4 })).toEqual([
      at('a', 6, 0),
      at('b', 0, 0),
    ]);
  });
  test('to where it stands changes nothing', () => {
    const all = [at('a', 0, 0), at('b', 6, 0), at('c', 0, 4, 12, 2)];
    for (const one of all) expect(put(all, one.id, one.layout)).toEqual(all);
  });
  test('keeps every widget once, in its size, inside the grid, on no other', () => {
    fc.assert(
      fc.property(page, fc.nat(), layout, (all, n, to) => {
        const { id } = all[n % all.length]!;
        const made = put(all, id, to);
        expect(made.map((one) => one.id)).toEqual(all.map((one) => one.id));
        const taken = cells(made);
        expect(new Set(taken).size).toBe(taken.length);
        for (const [k, { layout: one }] of made.entries()) {
          expect(one.x).toBeGreaterThanOrEqual(0);
          expect(one.y).toBeGreaterThanOrEqual(0);
          expect(one.x + one.w).toBeLessThanOrEqual(12);
          if (all[k]!.id !== id)
            expect([one.w, one.h, one.x]).toEqual([all[k]!.layout.w, all[k]!.layout.h, all[k]!.layout.x]);
        }
      }),
    );
  });
  test('leaves nothing that could still move up', () => {
    fc.assert(
      fc.property(page, fc.nat(), layout, (all, n, to) => {
        const made = put(all, all[n % all.length]!.id, to);
        for (const one of made) {
          if (one.layout.y === 0) continue;
          const above = { ...one, layout: { ...one.layout, y: one.layout.y - 1 } };
          const taken = cells([...made.filter((other) => other !== one), above]);
          expect(new Set(taken).size).toBeLessThan(taken.length);
        }
      }),
    );
  });
});

describe('arrow keys', () => {
  const here: Layout = { x: 3, y: 4, w: 6, h: 4 };
  test('move by a column, up by a row, down past its own height; with shift they change the size', () => {
    expect(byKey(here, 'ArrowLeft', false)).toEqual({ ...here, x: 2 });
    expect(byKey(here, 'ArrowUp', false)).toEqual({ ...here, y: 3 });
    expect(byKey(here, 'ArrowDown', false)).toEqual({ ...here, y: 8 });
    expect(byKey(here, 'ArrowRight', true)).toEqual({ ...here, w: 7 });
    expect(byKey(here, 'ArrowUp', true)).toEqual({ ...here, h: 3 });
    expect(byKey(here, 'Enter', false)).toBeNull();
  });
  test('down changes places with what stands below', () => {
    const all = [at('a', 0, 0), at('b', 0, 4)];
    expect(put(all, 'a', byKey(all[0]!.layout, 'ArrowDown', false)!)).toEqual([at('a', 0, 4), at('b', 0, 0)]);
  });
});

test('a new one stands below all; one column reads by rows', () => {
  expect(roomBelow([at('a', 0, 0), at('b', 6, 2)])).toEqual({ x: 0, y: 6, w: 6, h: 4 });
  expect(roomBelow([])).toMatchObject({ y: 0 });
  expect(inOrder([at('c', 0, 4), at('b', 6, 0), at('a', 0, 0)]).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
});
