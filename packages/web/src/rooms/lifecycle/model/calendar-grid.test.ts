import type { CalendarEntry } from 'signalbox/contract/lifecycle';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, dayOf, daysOf, entriesByDay, startOf, turned } from './calendar-grid.ts';

test('a week begins on Monday; a month is drawn in whole weeks', () => {
  expect(daysOf('2026-11-22', 'week')).toEqual(Array.from({ length: 7 }, (_, i) => `2026-11-${16 + i}`));
  const november = daysOf('2026-11-22', 'month');
  expect([november[0], november.at(-1), november.length]).toEqual(['2026-10-26', '2026-12-06', 42]);
  expect(daysOf('2027-02-10', 'month')).toHaveLength(28);
});

test('every month holds all of its days, and starts on a Monday', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true }), (date) => {
      const day = date.toISOString().slice(0, 10);
      const days = daysOf(day, 'month');
      const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).toISOString().slice(0, 10);
      expect(days.length % 7).toBe(0);
      expect(new Date(days[0]!).getUTCDay()).toBe(1);
      expect([days.includes(`${day.slice(0, 7)}-01`), days.includes(last)]).toEqual([true, true]);
      expect(new Set(days).size).toBe(days.length);
    }),
  );
});

test('one turns by months and weeks, over the ends of years', () => {
  expect([turned('2026-12-31', 'month', 1), turned('2026-01-15', 'month', -1)]).toEqual(['2027-01-01', '2025-12-01']);
  expect([turned('2026-12-31', 'week', 1), turned('2026-01-01', 'week', -1)]).toEqual(['2027-01-07', '2025-12-25']);
  expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
});

test('a moment belongs to the day of the zone', () => {
  expect(dayOf('2026-11-22T23:59:59.999Z', 'utc')).toBe('2026-11-22');
  expect(startOf('2026-11-22', 'utc')).toBe('2026-11-22T00:00:00.000Z');
  expect(dayOf(startOf('2026-11-22', 'local'), 'local')).toBe('2026-11-22');
});

describe('entries stand on their days', () => {
  const entry = (from: string, until: string | null): CalendarEntry => ({
    ...{ id: from, kind: until === null ? 'deployment' : 'freeze', title: '', from, until, agent: null, teamId: null },
    ...{ environment: null, release: null, state: 'standing', reason: '', by: '', byName: null },
  });
  const on = (one: CalendarEntry): string[] =>
    [...entriesByDay([one], daysOf('2026-11-22', 'week'), 'utc')].flatMap(([day, of]) => (of.length > 0 ? [day] : []));

  test('a moment on one, what lasts on each that it touches; its end is not in it', () => {
    expect(on(entry('2026-11-18T10:00:00.000Z', null))).toEqual(['2026-11-18']);
    expect(on(entry('2026-11-18T10:00:00.000Z', '2026-11-20T00:00:00.000Z'))).toEqual(['2026-11-18', '2026-11-19']);
    expect(on(entry('2026-11-01T00:00:00.000Z', '2026-12-01T00:00:00.000Z'))).toHaveLength(7);
    expect(on(entry('2026-12-01T00:00:00.000Z', null))).toEqual([]);
  });

  test('what lasts stands above moments', () => {
    const both = [
      entry('2026-11-18T10:00:00.000Z', null),
      entry('2026-11-17T00:00:00.000Z', '2026-11-19T00:00:00.000Z'),
    ];
    const of = entriesByDay(both, daysOf('2026-11-22', 'week'), 'utc').get('2026-11-18')!;
    expect(of.map((one) => one.kind)).toEqual(['freeze', 'deployment']);
  });
});
