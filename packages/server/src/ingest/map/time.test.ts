import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoOf, isSuspect, minuteOf } from './time.ts';

const received = Date.UTC(2026, 5, 15, 12);
const ns = (ms: number): bigint => BigInt(ms) * 1_000_000n;
const day = 86_400_000;

describe('which moments are believed', () => {
  it.each<[string, number, boolean]>([
    ['now', 0, false],
    ['a clock that is an hour fast', 3_600_000, false],
    ['exactly a day ahead', day, false],
    ['a day and a millisecond ahead', day + 1, true],
    ['exactly as old as what is kept', -30 * day, false],
    ['a millisecond older', -30 * day - 1, true],
  ])('%s', (_what, offset, suspect) => expect(isSuspect(ns(received + offset), received, 30)).toBe(suspect));

  it('no moment at all, and one at the end of what a number holds', () => {
    expect([isSuspect(0n, received), isSuspect((1n << 64n) - 1n, received)]).toEqual([true, true]);
  });

  it('a re-send is judged as the first, as long as both are received within what is kept', () => {
    // Both land in the same partition, or one span would be counted twice.
    fc.assert(
      fc.property(fc.integer({ min: -28, max: 0 }), fc.nat(day), (days, later) => {
        const start = ns(received + days * day);
        expect(isSuspect(start, received + later, 30)).toBe(isSuspect(start, received, 30));
      }),
    );
  });
});

describe('the minute of a moment', () => {
  it('holds the moment, and starts on a whole minute', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: (1n << 63n) - 1n }), (moment) => {
        const minute = minuteOf(moment);
        expect(minute % 60).toBe(0);
        const second = moment / 1_000_000_000n;
        expect(BigInt(minute) <= second && second < BigInt(minute) + 60n).toBe(true);
      }),
    );
  });

  it('the last nanosecond of a minute belongs to it', () => {
    expect(minuteOf(59_999_999_999n)).toBe(0);
    expect(minuteOf(60_000_000_000n)).toBe(60);
  });
});

it('a moment is written with all nine digits, and read again as the same millisecond', () => {
  expect(isoOf(1_000_000_001n)).toBe('1970-01-01T00:00:01.000000001Z');
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }), (moment) => {
      const text = isoOf(moment);
      expect(text).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/);
      expect(BigInt(Date.parse(text.replace(/\d{6}Z$/, 'Z')))).toBe(moment / 1_000_000n);
    }),
  );
});
