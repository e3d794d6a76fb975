import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  axisTimes,
  cursorIn,
  drawn,
  isolated,
  labelPlaces,
  lastKnown,
  type Line,
  stepOf,
  yRange,
} from './chart-model.ts';
import { lineToken } from './colours.ts';

const cell = fc.option(fc.double({ min: -1e9, max: 1e9, noNaN: true }));
const column = fc.array(cell, { maxLength: 30 });
describe('the height', () => {
  test('holds 0 and every known value, and is never flat', () => {
    const unit = fc.constantFrom('count' as const, 'ms' as const, 'usd' as const, 'score' as const, 'tokens' as const);
    fc.assert(
      fc.property(fc.array(column, { maxLength: 4 }), unit, (all, of) => {
        const [bottom, top] = yRange(all, of);
        expect(bottom).toBeLessThanOrEqual(0);
        expect(top).toBeGreaterThanOrEqual(0);
        expect(top).toBeGreaterThan(bottom);
        for (const value of all.flat()) if (value !== null) expect(value >= bottom && value <= top).toBe(true);
      }),
    );
  });
  test('of rates is never above all of it, unless one is', () => {
    const rate = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(rate, { minLength: 1 }), (values) => {
        const [bottom, top] = yRange([values], 'ratio');
        expect(bottom).toBe(0);
        expect(top).toBeLessThanOrEqual(1);
        expect(Math.max(...values)).toBeLessThanOrEqual(top);
      }),
    );
    expect(yRange([[1.5]], 'ratio')).toEqual([0, 1.5]);
  });
  test('is the same whichever line comes first', () => {
    fc.assert(
      fc.property(fc.array(column, { maxLength: 4 }), (all) => {
        expect(yRange(all.toReversed(), 'ms')).toEqual(yRange(all, 'ms'));
      }),
    );
  });
  test('of nothing known is a second where it is time', () => {
    expect(yRange([], 'ms')).toEqual([0, 1000]);
    expect(yRange([[null]], 'usd')).toEqual([0, 1]);
  });
});

describe('points without a neighbour', () => {
  test('are known, and nothing known stands beside them; every other known value has a neighbour', () => {
    fc.assert(
      fc.property(column, (values) => {
        const alone = new Set(isolated(values));
        values.forEach((value, at) => {
          const neighbours = [values[at - 1], values[at + 1]].filter((one) => one !== undefined && one !== null);
          expect(alone.has(at)).toBe(value !== null && neighbours.length === 0);
        });
      }),
    );
  });
  test('the last one known has nothing known behind it', () => {
    fc.assert(
      fc.property(column, (values) => {
        const last = lastKnown(values);
        if (last === null) expect(values.every((value) => value === null)).toBe(true);
        else {
          expect(values[last]).not.toBeNull();
          expect(values.slice(last + 1).every((value) => value === null)).toBe(true);
        }
      }),
    );
  });
});

describe('lines that are drawn', () => {
  const lines = fc
    .array(fc.boolean(), { maxLength: 12 })
    .map((all) =>
      all.map((others, n): Line => ({ key: `${n}`, label: `${n}`, values: [n], ...(others && { others }) })),
    );
  test('keep their order and their number: what is named is drawn or counted', () => {
    fc.assert(
      fc.property(lines, (all) => {
        const { lines: some, left } = drawn(all);
        const named = all.filter(({ others }) => others !== true);
        expect(some.filter(({ others }) => others !== true)).toEqual(named.slice(0, 5));
        expect(some.filter(({ others }) => others !== true).length + left).toBe(named.length);
        expect(some.length).toBeLessThanOrEqual(6);
        if (all.length > named.length) expect(some.at(-1)!.others).toBe(true);
      }),
    );
  });
  test('have colours of their own, and the others none', () => {
    const tokens = [0, 1, 2, 3, 4].map((at) => lineToken(at));
    expect(new Set(tokens).size).toBe(5);
    expect(tokens).not.toContain(lineToken(5, true));
    expect(lineToken(0, true)).toBe(lineToken(4, true));
  });
});

describe('labels', () => {
  const wanted = fc.array(fc.double({ min: -50, max: 400, noNaN: true }), { maxLength: 8 });
  test('stand in the order of the ends of their lines, however close those are', () => {
    fc.assert(
      fc.property(wanted, (ends) => {
        const places = labelPlaces(ends, 14, 200);
        expect(places).toHaveLength(ends.length);
        ends.forEach((a, n) =>
          ends.forEach((b, m) => {
            if (a < b) expect(places[n]!).toBeLessThan(places[m]!);
          }),
        );
      }),
    );
  });
  test('that have their room already are not moved', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 8 }), (slots) => {
        const ends = [...new Set(slots)].map((slot) => slot * 20);
        expect(labelPlaces(ends, 14, 200)).toEqual(ends);
      }),
    );
  });
  test('at one height spread, the first of them on top', () => {
    expect(labelPlaces([0, 0, 0], 14, 200)).toEqual([0, 14, 28]);
    expect(labelPlaces([200, 200], 14, 200)).toEqual([186, 200]);
  });
});

describe('a step', () => {
  const hour = 3_600_000;
  // Berlin, autumn 2026: the day of 25 October has 25 hours.
  const days = ['2026-10-23T22:00Z', '2026-10-24T22:00Z', '2026-10-25T23:00Z', '2026-10-26T23:00Z'].map((text) =>
    Date.parse(text),
  );
  test('is as long as its own day, also where the clocks change', () => {
    expect(days.map((_, at) => stepOf(days, 60_000, at) / hour)).toEqual([24, 25, 24, 24]);
  });
  test('at the end is as long as the one before; without a place it is the first', () => {
    expect(stepOf(days.slice(0, 3), 60_000, 2) / hour).toBe(25);
    expect(stepOf(days, 60_000) / hour).toBe(24);
  });
  test('of none or a single point is what is said', () => {
    expect([stepOf([], 5), stepOf([7], 5), stepOf([7], 5, 0)]).toEqual([5, 5, 5]);
  });
  test('steps lie end to end: what happened is in exactly one of them', () => {
    const gaps = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 2, maxLength: 10 });
    fc.assert(
      fc.property(gaps, fc.nat(), (all, seed) => {
        const points = all.reduce<number[]>((found, gap) => [...found, (found.at(-1) ?? 0) + gap], []);
        const first = points[0]!;
        const at = first + (seed % (points.at(-1)! - first));
        const holding = points.filter((from, n) => at >= from && at < from + stepOf(points, 60, n));
        expect(holding).toHaveLength(1);
      }),
    );
  });
});

test('the cursor is on a point or nowhere, also when fewer points come than there were', () => {
  expect([0, 1, 2, 3, null].map((at) => cursorIn([10, 20], at))).toEqual([0, 1, null, null, null]);
  expect(cursorIn([], 0)).toBeNull();
});

describe('the axis', () => {
  test('says nothing for no splits, and one word for each', () => {
    expect(axisTimes([], 60_000, 'utc')).toEqual([]);
    const at = Array.from({ length: 48 }, (_, n) => Date.UTC(2026, 10, 22) + n * 1_800_000);
    const said = axisTimes(at, 1_800_000, 'utc');
    expect(said).toHaveLength(48);
    expect(said.filter((text) => text === '22 Nov')).toHaveLength(1);
    expect(new Set(said).size).toBe(48);
  });
  test('counts hours of the night from 00, never 24', () => {
    expect(axisTimes([Date.UTC(2026, 0, 1, 0, 30)], 60_000, 'utc')).toEqual(['00:30']);
  });
  test('of weeks says dates, whatever the hour they begin at', () => {
    const week = 7 * 86_400_000;
    expect(axisTimes([Date.UTC(2026, 9, 25, 22), Date.UTC(2026, 10, 1, 23)], week, 'utc')).toEqual(['25 Oct', '1 Nov']);
  });
  test('here is the clock of this browser', () => {
    const at = Date.UTC(2026, 10, 22, 12, 34);
    const here = new Date(at);
    const two = (n: number): string => String(n).padStart(2, '0');
    expect(axisTimes([at], 60_000, 'local')).toEqual([`${two(here.getHours())}:${two(here.getMinutes())}`]);
  });
});
