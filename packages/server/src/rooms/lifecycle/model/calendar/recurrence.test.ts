import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { occurrencesOf } from './recurrence.ts';
import { utcOf, wallOf } from './zoned-time.ts';

const wall = (text: string) => wallOf(Date.parse(`${text}Z`));
const far = Date.UTC(2030, 0);
const untilOf = (value: string): number | null => {
  const at = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z?$/.exec(value);
  return at === null ? null : Date.UTC(+at[1]!, +at[2]! - 1, +at[3]!, +at[4]!, +at[5]!, +at[6]!);
};
const days = (rule: string, start = '1997-09-02T09:00:00', last = far) =>
  occurrencesOf(rule, wall(start), { first: 0, last }, untilOf).starts?.map((one) =>
    new Date(utcOf(one)).toISOString().slice(0, 10),
  );
const refusal = (rule: string) =>
  occurrencesOf(rule, wall('1997-09-02T09:00:00'), { first: 0, last: far }, untilOf).refused;

describe('examples of RFC 5545, 3.8.5.3', () => {
  test('daily for ten occurrences; every other day; until a day', () => {
    expect(days('FREQ=DAILY;COUNT=10')).toEqual(
      Array.from({ length: 10 }, (_, n) => `1997-09-${String(n + 2).padStart(2, '0')}`),
    );
    expect(days('FREQ=DAILY;INTERVAL=10;COUNT=5')).toEqual([
      ...['1997-09-02', '1997-09-12', '1997-09-22', '1997-10-02', '1997-10-12'],
    ]);
    expect(days('FREQ=DAILY;UNTIL=19971224T000000Z')).toHaveLength(113);
  });

  test('weekly on Tuesday and Thursday for five weeks', () => {
    const wanted = ['09-02', '09-04', '09-09', '09-11', '09-16', '09-18', '09-23', '09-25', '09-30', '10-02'];
    expect(days('FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH')).toEqual(wanted.map((day) => `1997-${day}`));
    expect(days('FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH')).toEqual(wanted.map((day) => `1997-${day}`));
  });

  test('the difference that WKST makes: with Monday it is followed, with Sunday refused', () => {
    expect(days('FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO', '1997-08-05T09:00:00')).toEqual([
      ...['1997-08-05', '1997-08-10', '1997-08-19', '1997-08-24'],
    ]);
    expect(refusal('FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU')).toContain('Monday');
  });

  test('monthly on the day it begins on, where the month has it; yearly', () => {
    expect(days('FREQ=MONTHLY;COUNT=3', '1997-01-31T09:00:00')).toEqual(['1997-01-31', '1997-03-31', '1997-05-31']);
    expect(days('FREQ=YEARLY;COUNT=3;BYMONTH=9;BYMONTHDAY=2')).toEqual(['1997-09-02', '1998-09-02', '1999-09-02']);
    expect(days('FREQ=YEARLY;COUNT=2', '2024-02-29T00:00:00')).toEqual(['2024-02-29', '2028-02-29']);
  });
});

test.each([
  ['FREQ=HOURLY', 'HOURLY'],
  ['FREQ=MONTHLY;BYDAY=1FR', 'BYDAY'],
  ['FREQ=WEEKLY;BYDAY=1MO', 'counted'],
  ['FREQ=MONTHLY;BYMONTHDAY=-1', 'another day'],
  ['FREQ=DAILY;BYSETPOS=1', 'BYSETPOS'],
  ['FREQ=DAILY;COUNT=0', 'number'],
  ['FREQ=DAILY;INTERVAL=x', 'interval'],
  ['FREQ=DAILY;UNTIL=soon', 'until'],
  ['', 'no known way'],
])('%j is refused with a reason', (rule, reason) => {
  expect(refusal(rule)).toContain(reason);
});

test('without end it is bounded: by the last day that is asked for, and by 200', () => {
  expect(days('FREQ=DAILY', '2026-01-01T00:00:00', Date.UTC(2026, 0, 10))).toHaveLength(10);
  expect(days('FREQ=DAILY', '2026-01-01T00:00:00')).toHaveLength(200);
  expect(days('FREQ=YEARLY;INTERVAL=1000', '2026-01-01T00:00:00')).toHaveLength(1);
});

test('of one that began years ago those that are asked for are told, and its number counts from its beginning', () => {
  const first = Date.UTC(2026, 0);
  const since = (rule: string) =>
    occurrencesOf(rule, wall('2012-01-01T00:00:00'), { first, last: far }, untilOf).starts!;
  expect(utcOf(since('FREQ=DAILY')[0]!)).toBe(first);
  expect(since('FREQ=DAILY;COUNT=5000')).toEqual([]);
  expect(since('FREQ=DAILY;COUNT=5116')).toHaveLength(2);
});

test('whatever the rule, beginnings rise, from the first on, and stay in bounds', () => {
  const rule = fc.record({
    freq: fc.constantFrom('DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'),
    interval: fc.integer({ min: 1, max: 40 }),
    days: fc.uniqueArray(fc.constantFrom('MO', 'WE', 'SU'), { minLength: 1 }),
    start: fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2028, 0) }),
  });
  fc.assert(
    fc.property(rule, ({ freq, interval, days: on, start }) => {
      const text = `FREQ=${freq};INTERVAL=${interval}${freq === 'WEEKLY' ? `;BYDAY=${on.join(',')}` : ''}`;
      const { starts } = occurrencesOf(text, wallOf(start), { first: 0, last: far }, untilOf);
      const at = starts!.map(utcOf);
      expect(at).toEqual([...new Set(at)].toSorted((a, b) => a - b));
      for (const one of at) expect(one).toBeLessThanOrEqual(far);
      if (at.length > 0) expect(at[0]!).toBeGreaterThanOrEqual(utcOf(wallOf(start)));
    }),
  );
});
