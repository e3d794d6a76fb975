import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { axisTimes, drawn, isolated, labelPlaces, lastKnown, type Line, stepOf, yRange } from './chart-model.ts';

const line = (key: string, more: Partial<Line> = {}): Line => ({ key, label: key, values: [1], ...more });

describe('lines', () => {
  test('at most five, and the others', () => {
    const all = [...'abcdefg'].map((key) => line(key));
    expect(drawn(all)).toMatchObject({ lines: all.slice(0, 5), left: 2 });
    const others = line('others', { others: true });
    expect(drawn([others, ...all.slice(0, 2)])).toEqual({ lines: [all[0], all[1], others], left: 0 });
    expect(drawn([])).toEqual({ lines: [], left: 0 });
  });
});

describe('the height', () => {
  test('begins at 0, whatever is known', () => {
    expect(yRange([[40, 100], [null]], 'count')).toEqual([0, 108]);
    expect(yRange([[900, 1000]], 'ms')[0]).toBe(0);
  });
  test('of a rate is all of it, unless the rate is small', () => {
    expect(yRange([[0.97, 0.99]], 'ratio')).toEqual([0, 1]);
    expect(yRange([[0.01, 0.05]], 'ratio')[1]).toBeCloseTo(0.054);
  });
  test('goes below 0 only for what is below it', () => {
    expect(yRange([[-1, 1]], 'score')).toEqual([-1.08, 1.08]);
    expect(yRange([[-1]], 'score')).toEqual([-1.08, 0]);
  });
  test('without anything known is still a height', () => {
    expect(yRange([[null, null], []], 'count')).toEqual([0, 1]);
    expect(yRange([[0, 0]], 'ratio')).toEqual([0, 1]);
  });
});

test('what has gaps on both sides is a point; what has a neighbour is a line', () => {
  expect(isolated([1, null, 2, 3, null, 4])).toEqual([0, 5]);
  expect(isolated([null, 0, null])).toEqual([1]);
  expect(isolated([1, 2])).toEqual([]);
  expect(isolated([7])).toEqual([0]);
  expect(isolated([])).toEqual([]);
});

test('the last value that is known', () => {
  expect(lastKnown([1, 0, null])).toBe(1);
  expect(lastKnown([null])).toBeNull();
});

describe('labels', () => {
  test('stand where their lines end, if there is room', () => {
    expect(labelPlaces([10, 40, 80], 14, 100)).toEqual([10, 40, 80]);
  });
  test('give way in the order of their lines', () => {
    expect(labelPlaces([50, 48, 51], 14, 200)).toEqual([62, 48, 76]);
    expect(labelPlaces([95, 99], 14, 100)).toEqual([86, 100]);
  });
  test('never stand on each other, and never below the chart', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 6 }), (wanted) => {
        const places = labelPlaces(wanted, 14, 200);
        const sorted = places.toSorted((a, b) => a - b);
        for (let at = 1; at < sorted.length; at++) expect(sorted[at]! - sorted[at - 1]!).toBeGreaterThanOrEqual(14);
        for (const place of places) expect(place).toBeLessThanOrEqual(200);
      }),
    );
  });
});

test('a step is as long as from one point to the next', () => {
  expect(stepOf([0, 60_000, 120_000], 5)).toBe(60_000);
  expect(stepOf([7], 5)).toBe(5);
});

test('the axis says the clock, the date where a day begins, and only dates where steps are days', () => {
  const at = ['2026-11-21T23:00:00Z', '2026-11-22T00:00:00Z', '2026-11-22T13:30:00Z'].map((text) => Date.parse(text));
  expect(axisTimes(at, 3_600_000, 'utc')).toEqual(['23:00', '22 Nov', '13:30']);
  expect(axisTimes(at, 86_400_000, 'utc')).toEqual(['21 Nov', '22 Nov', '22 Nov']);
});
