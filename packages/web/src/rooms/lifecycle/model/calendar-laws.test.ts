import type { CalendarEntry } from 'signalbox/contract/lifecycle';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, dayOf, daysOf, entriesByDay, startOf, turned } from './calendar-grid.ts';
import { entryWords, freezeScope } from './entry-words.ts';

const day = fc
  .date({ min: new Date('1971-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const span = fc.constantFrom('month' as const, 'week' as const);
const zone = fc.constantFrom('utc' as const, 'local' as const);

describe('days', () => {
  test('are counted forth and back to the same day', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -800, max: 800 }), (one, n) => {
        expect(addDays(addDays(one, n), -n)).toBe(one);
        expect(addDays(one, n) > one).toBe(n > 0);
      }),
    );
  });

  test('begin in themselves, in either zone, and follow each other without a gap', () => {
    fc.assert(
      fc.property(day, zone, (one, in_) => {
        const [begins, ends] = [startOf(one, in_), startOf(addDays(one, 1), in_)];
        expect(dayOf(begins, in_)).toBe(one);
        expect(dayOf(Date.parse(ends) - 1, in_)).toBe(one);
        expect(begins < ends).toBe(true);
      }),
    );
  });
});

describe('what is shown', () => {
  test('holds the day that it is about, each day once, in order', () => {
    fc.assert(
      fc.property(day, span, (one, of) => {
        const days = daysOf(one, of);
        expect(days).toContain(one);
        for (const [i, next] of days.slice(1).entries()) expect(next).toBe(addDays(days[i]!, 1));
      }),
    );
  });

  test('turned forth and back is the same page', () => {
    fc.assert(
      fc.property(day, span, (one, of) => {
        expect(daysOf(turned(turned(one, of, 1), of, -1), of)).toEqual(daysOf(one, of));
        expect(daysOf(turned(turned(one, of, -1), of, 1), of)).toEqual(daysOf(one, of));
      }),
    );
  });

  test('turning skips no month and no week', () => {
    fc.assert(
      fc.property(day, (one) => {
        expect(daysOf(turned(one, 'week', 1), 'week')[0]).toBe(addDays(daysOf(one, 'week').at(-1)!, 1));
        const [year, month] = one.split('-').map(Number) as [number, number];
        const next = month === 12 ? `${year + 1}-01` : `${year}-${String(month + 1).padStart(2, '0')}`;
        expect(turned(one, 'month', 1)).toBe(`${next}-01`);
      }),
    );
  });
});

const entry = (over: Partial<CalendarEntry>): CalendarEntry => ({
  ...{ id: 'e', kind: 'deployment', title: 'As it is called', from: '2026-11-18T10:00:00.000Z', until: null },
  ...{ agent: { id: 'a', slug: 'clerk', name: 'Clerk' }, teamId: 'tea_1', environment: 'qa', state: 'deploy' },
  ...{ release: { id: 'r', version: '1.4.0' }, reason: 'Why', by: 'per_1', byName: null, ...over },
});

describe('entries', () => {
  test('stand on the days that their time touches and on no other', () => {
    // Half of them begin and end at midnight or noon, where the edges of days are.
    const halves = fc.integer({ min: -30, max: 30 }).map((n) => n * 720);
    const minutes = fc.oneof(halves, fc.integer({ min: -15 * 1440, max: 15 * 1440 }));
    const lengths = fc.oneof(
      halves.map((n) => Math.abs(n) + 720),
      fc.integer({ min: 1, max: 20 * 1440 }),
    );
    const days = daysOf('2026-11-18', 'week');
    fc.assert(
      fc.property(minutes, lengths, zone, (start, long, in_) => {
        const from = Date.UTC(2026, 10, 18) + start * 60_000;
        const until = from + long * 60_000;
        const one = entry({ from: new Date(from).toISOString(), until: new Date(until).toISOString() });
        for (const [of, entries] of entriesByDay([one], days, in_)) {
          const [begins, ends] = [Date.parse(startOf(of, in_)), Date.parse(startOf(addDays(of, 1), in_))];
          expect(entries.length).toBe(from < ends && begins < until ? 1 : 0);
        }
      }),
    );
  });

  test('keep their order on a day, but for what lasts, which comes first', () => {
    const of = ['a', 'b', 'c', 'd'].map((id, i) =>
      entry({ id, until: i % 2 === 1 ? '2026-11-19T00:00:00.000Z' : null }),
    );
    expect(
      entriesByDay(of, ['2026-11-18'], 'utc')
        .get('2026-11-18')!
        .map((one) => one.id),
    ).toEqual([...['b', 'd', 'a', 'c']]);
  });

  test('a day that is not shown takes none, and no day takes nothing', () => {
    expect(entriesByDay([entry({})], [], 'utc').size).toBe(0);
    expect(entriesByDay([], ['2026-11-18'], 'utc').get('2026-11-18')).toEqual([]);
  });
});

describe('in words', () => {
  test.each([
    [{}, 'Clerk 1.4.0 deployed to qa'],
    [{ state: 'promote' }, 'Clerk 1.4.0 promoted to qa'],
    [{ state: 'roll_back' }, 'Clerk rolled back to 1.4.0 in qa'],
    [{ state: 'roll_back', release: null }, 'Clerk rolled back in qa'],
    [{ state: 'waiting', environment: null }, 'Clerk 1.4.0 planned for all environments'],
    [{ state: 'refused' }, 'Clerk 1.4.0 refused for qa'],
    [{ release: null }, 'Clerk deployed to qa'],
    // An agent that one may not see, or a state that is not known yet: as the server calls it.
    [{ agent: null }, 'As it is called'],
    [{ state: 'roll_back', agent: null }, 'As it is called'],
    [{ state: 'unheard' as never }, 'As it is called'],
    [{ kind: 'freeze', reason: 'Closing' }, 'Frozen: Closing'],
  ] as const)('%j: %s', (over, said) => expect(entryWords(entry(over as Partial<CalendarEntry>))).toBe(said));

  test.each([
    [{ agent: null, environment: null }, 'All agents in all environments'],
    [{ agent: null, environment: 'qa' }, 'All agents in qa'],
    [{ environment: null }, 'Clerk in all environments'],
  ])('%j concerns %s', (over, said) => expect(freezeScope(entry(over))).toBe(said));
});
