import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type OpenMinutes, type Range, splitRange } from './tiers.ts';

const day = 86_400;
const minutes = (ranges: readonly Range[]): number[] =>
  ranges.flatMap(({ low, high }) => Array.from({ length: (high - low) / 60 }, (_, index) => low + index * 60));

test('a whole past day is one row of the day tier', () => {
  expect(splitRange({ low: 0, high: day }, { after: day, also: [] })).toEqual({
    days: [{ low: 0, high: day }],
    hours: [],
    minutes: [],
    live: [],
  });
});

test('rims are answered by finer tiers, the rest live', () => {
  const split = splitRange({ low: 23 * 3600 - 120, high: 2 * day }, { after: day + 3600 + 60, also: [] });
  expect(split).toEqual({
    days: [],
    hours: [{ low: 23 * 3600, high: day + 3600 }],
    minutes: [
      { low: 23 * 3600 - 120, high: 23 * 3600 },
      { low: day + 3600, high: day + 3600 + 120 },
    ],
    live: [{ low: day + 3600 + 120, high: 2 * day }],
  });
});

test('a minute that opened again takes its hour and day out of the coarse tiers', () => {
  const split = splitRange({ low: 0, high: 2 * day }, { after: 2 * day, also: [3660] });
  expect(split.days).toEqual([{ low: day, high: 2 * day }]);
  expect(split.hours).toEqual([
    { low: 0, high: 3600 },
    { low: 7200, high: day },
  ]);
  expect(split.live).toEqual([{ low: 3660, high: 3720 }]);
  expect(minutes(split.minutes)).toHaveLength(59);
});

test('nothing is closed yet: all is live, bucket 0 among closed minutes only where it was rolled up', () => {
  expect(splitRange({ low: 0, high: day }, { after: -60, also: [] }).live).toEqual([{ low: 0, high: day }]);
  expect(splitRange({ low: 0, high: day }, { after: 0, also: [] }).live).toEqual([{ low: 60, high: day }]);
});

const someRange = fc
  .tuple(fc.nat(6000), fc.nat(6000))
  .map(([a, b]): Range => ({ low: Math.min(a, b) * 60, high: Math.max(a, b) * 60 }));
const someOpen = fc.record({
  after: fc.nat(6000).map((at) => at * 60),
  also: fc.array(
    fc.nat(6000).map((at) => at * 60),
    { maxLength: 8 },
  ),
});

test('every minute of the range is answered exactly once, an open one live, by the coarsest tier that is whole', () => {
  fc.assert(
    fc.property(someRange, someOpen, (range: Range, open: OpenMinutes) => {
      const split = splitRange(range, open);
      const all = Object.values(split).flatMap(minutes);
      expect(all.toSorted((a, b) => a - b)).toEqual(minutes([range]));
      const isOpen = (at: number): boolean => at > open.after || open.also.includes(at);
      expect(minutes(split.live).every(isOpen)).toBe(true);
      expect(minutes([...split.days, ...split.hours, ...split.minutes]).some(isOpen)).toBe(false);
      for (const { low, high } of split.days) expect([low % day, high % day]).toEqual([0, 0]);
      for (const { low, high } of split.hours) expect([low % 3600, high % 3600]).toEqual([0, 0]);
      for (const { low, high } of split.minutes)
        expect(Math.floor(high / 3600) * 3600 - Math.ceil(low / 3600) * 3600).toBeLessThan(3600);
      for (const { low, high } of split.hours) expect(Math.floor(high / day) - Math.ceil(low / day)).toBeLessThan(1);
    }),
  );
});
