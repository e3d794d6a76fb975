import fc from 'fast-check';
import { Widget, WriteDashboard } from 'signalbox/contract/monitoring/dashboards';
import { describe, expect, test } from 'vitest';
import { byKey, columns, fitted, inOrder, type Layout, type Placed, put, roomBelow } from './grid.ts';
import { freshWidget, grainNames, kindNames, ready } from './widget-form.ts';

const wild = fc.record({
  x: fc.integer({ min: -100, max: 100 }),
  y: fc.integer({ min: -100, max: 5000 }),
  w: fc.integer({ min: -100, max: 100 }),
  h: fc.integer({ min: -100, max: 100 }),
});
/** What the contract lets stand: also one on the other, with empty rows between, and small ones. */
const kept = fc
  .array(
    fc.record({
      x: fc.nat(11),
      y: fc.nat(999),
      w: fc.integer({ min: 1, max: 12 }),
      h: fc.integer({ min: 1, max: 20 }),
    }),
    { maxLength: 8 },
  )
  .map((all) =>
    all.map((layout, n): Placed => ({ id: `w${n}`, layout: { ...layout, w: Math.min(layout.w, 12 - layout.x) } })),
  );
const draft = (layout: Layout, id = 'a'): Widget =>
  Widget.parse({ id, kind: 'line', query: { measures: ['runs'] }, layout });
const overlapping = (a: Layout, b: Layout): boolean =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

describe('a place', () => {
  test('wherever somebody drags it is one that can be kept, and is fitted once', () => {
    fc.assert(
      fc.property(wild, (to) => {
        const made = fitted(to);
        expect(draft(made).layout).toEqual(made);
        expect(fitted(made)).toEqual(made);
      }),
    );
  });
  test('that fits already is left alone', () => {
    const here = { x: 3, y: 7, w: 6, h: 4 };
    expect(fitted(here)).toEqual(here);
    expect(fitted({ x: 0, y: 0, w: columns, h: 20 })).toEqual({ x: 0, y: 0, w: 12, h: 20 });
  });
  test('is never so small that its handles do not fit', () => {
    expect(fitted({ x: 0, y: 0, w: 0, h: 0 })).toMatchObject({ w: 2, h: 2 });
  });
});

describe('putting one down', () => {
  test('mends what was read: none stands on another, all can be kept', () => {
    fc.assert(
      fc.property(kept, wild, (all, to) => {
        if (all.length === 0) return;
        const made = put(all, all[0]!.id, to);
        for (const [n, a] of made.entries()) {
          expect(draft(a.layout).layout).toEqual(a.layout);
          for (const b of made.slice(n + 1)) expect(overlapping(a.layout, b.layout)).toBe(false);
        }
      }),
    );
  });
  test('twice at the same place is as once', () => {
    fc.assert(
      fc.property(kept, wild, (all, to) => {
        if (all.length === 0) return;
        const once = put(all, all[0]!.id, to);
        expect(put(once, all[0]!.id, once[0]!.layout)).toEqual(once);
      }),
    );
  });
  test('leaves what it was given as it was', () => {
    const all = [draft({ x: 0, y: 0, w: 6, h: 4 }), draft({ x: 0, y: 4, w: 6, h: 4 }, 'b')];
    const before = structuredClone(all);
    put(all, 'a', { x: 0, y: 9, w: 12, h: 2 });
    expect(all).toEqual(before);
  });
  test('a wider one pushes only what is in its way', () => {
    const all = [
      draft({ x: 0, y: 0, w: 4, h: 2 }, 'a'),
      draft({ x: 4, y: 0, w: 4, h: 2 }, 'b'),
      draft({ x: 8, y: 0, w: 4, h: 2 }, 'c'),
    ];
    expect(put(all, 'a', { x: 0, y: 0, w: 8, h: 2 }).map(({ layout }) => [layout.x, layout.y])).toEqual([
      [0, 0],
      [4, 2],
      [8, 0],
    ]);
  });
  test('a lone one always stands on top', () => {
    expect(put([draft({ x: 0, y: 0, w: 6, h: 4 })], 'a', { x: 6, y: 40, w: 6, h: 4 })[0]!.layout).toMatchObject({
      ...{ x: 6, y: 0 },
    });
  });
});

describe('arrow keys', () => {
  test.each([
    ['ArrowLeft', 'ArrowRight'],
    ['ArrowRight', 'ArrowLeft'],
  ])('%s and %s undo each other, in place and in size', (there, back) => {
    const here = { x: 3, y: 0, w: 6, h: 4 };
    for (const shift of [false, true]) expect(byKey(byKey(here, there, shift)!, back, shift)).toEqual(here);
  });
  test('up undoes down for two of one height', () => {
    const all = [draft({ x: 0, y: 0, w: 6, h: 4 }), draft({ x: 0, y: 4, w: 6, h: 4 }, 'b')];
    const down = put(all, 'a', byKey(all[0]!.layout, 'ArrowDown', false)!);
    expect(down[0]!.layout.y).toBe(4);
    const up = [1, 2, 3, 4].reduce((now) => put(now, 'a', byKey(now[0]!.layout, 'ArrowUp', false)!), down);
    expect(up.map(({ layout }) => layout.y)).toEqual([0, 4]);
  });
  test.each(['Enter', ' ', 'Tab', 'a', 'PageDown', ''])('%j is not one', (key) => {
    expect(byKey({ x: 0, y: 0, w: 6, h: 4 }, key, false)).toBeNull();
  });
});

describe('a new one', () => {
  test('stands on no other, and can be kept wherever the others stand', () => {
    fc.assert(
      fc.property(kept, (all) => {
        const made = freshWidget(all);
        const widgets = [...all.map(({ id, layout }) => draft(layout, id)), { ...made, title: 'new' }];
        expect(WriteDashboard.safeParse({ name: 'x', widgets }).error?.issues ?? []).toEqual([]);
        // At the far end of what can be kept there is no room below.
        if (all.every(({ layout }) => layout.y + layout.h <= 999))
          for (const { layout } of all) expect(overlapping(layout, made.layout)).toBe(false);
      }),
    );
  });
  test('has an id of its own, also between others that were removed', () => {
    const of = (...ids: string[]): string =>
      freshWidget(ids.map((id) => ({ id, layout: { x: 0, y: 0, w: 6, h: 4 } }))).id;
    expect([of(), of('w2'), of('w3', 'w4'), of('runs', 'w3')]).toEqual(['w1', 'w3', 'w5', 'w4']);
  });
  test('of an empty page stands at its top', () => {
    expect(roomBelow([])).toEqual({ x: 0, y: 0, w: 6, h: 4 });
  });
});

describe('a draft', () => {
  const of = (query: Partial<Widget['query']>, kind: Widget['kind'] = 'line') =>
    ready({ ...freshWidget([]), kind, query: { ...freshWidget([]).query, ...query } }).query;
  test('is ready once: made ready again it says the same', () => {
    const values = fc.array(fc.string(), { maxLength: 4 });
    fc.assert(
      fc.property(fc.array(values, { maxLength: 4 }), fc.string(), (all, title) => {
        const filters = all.map((one) => ({ dimension: 'agent', op: 'is' as const, values: one }));
        const made = { ...freshWidget([]), title, query: { ...freshWidget([]).query, filters } };
        expect(ready(ready(made))).toEqual(ready(made));
        for (const { values: said } of ready(made).query.filters) expect(said.length).toBeGreaterThan(0);
      }),
    );
  });
  test('keeps how it filters, and the order of its filters', () => {
    const filters = [
      { dimension: 'b', op: 'is_not' as const, values: ['x'] },
      { dimension: 'a', op: 'contains' as const, values: [' y z '] },
    ];
    expect(of({ filters }).filters).toEqual([filters[0], { ...filters[1], values: ['y z'] }]);
  });
  test('remembers its groups while it is a single figure: the draft itself is not changed', () => {
    const widget = { ...freshWidget([]), kind: 'stat' as const };
    const before = { ...widget, query: { ...widget.query, dimensions: ['agent'] } };
    expect(ready(before).query.dimensions).toEqual([]);
    expect(before.query.dimensions).toEqual(['agent']);
  });
  test('can be of each kind and step that there is, under a name of its own', () => {
    for (const [kind, name] of Object.entries(kindNames)) {
      expect(Widget.safeParse({ ...freshWidget([]), kind }).success).toBe(true);
      expect(name).toMatch(/^[A-Z]/);
    }
    for (const grain of Object.keys(grainNames))
      expect(Widget.safeParse({ ...freshWidget([]), query: { measures: ['runs'], grain } }).success).toBe(true);
    expect(new Set(Object.values(grainNames)).size).toBe(Object.keys(grainNames).length);
  });
});

test('on one column widgets are read by rows; those at one place in the order they came', () => {
  const all = [draft({ x: 6, y: 0, w: 6, h: 4 }, 'b'), draft({ x: 0, y: 0, w: 6, h: 4 }, 'a')];
  const same = [draft({ x: 0, y: 9, w: 6, h: 4 }, 'd'), draft({ x: 0, y: 9, w: 6, h: 4 }, 'c')];
  expect(inOrder([...same, ...all]).map(({ id }) => id)).toEqual(['a', 'b', 'd', 'c']);
});
