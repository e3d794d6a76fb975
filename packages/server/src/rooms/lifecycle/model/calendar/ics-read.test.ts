import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CalendarEntry } from '../../contract-calendar.ts';
import { readIcs } from './ics-read.ts';
import { icsOf } from './ics-write.ts';

const now = Date.parse('2026-11-01T00:00:00Z');
const calendar = (...lines: string[]): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:x', ...lines, 'END:VCALENDAR', ''].join('\r\n');
const event = (...lines: string[]): string =>
  calendar('BEGIN:VEVENT', 'UID:u1', 'SUMMARY:Sale', ...lines, 'END:VEVENT');
const read = (text: string, timeZone = 'Europe/Berlin') => readIcs(text, { timeZone, now });
const told = (text: string, timeZone?: string) => {
  const found = read(text, timeZone);
  if (typeof found === 'string') return found;
  return found.map((one) =>
    'refused' in one
      ? one.refused
      : [one.from, one.until].map((at) => new Date(at).toISOString().slice(0, 16)).join(' – '),
  );
};

describe('one event', () => {
  test.each<[string, string[], string]>([
    ['in UTC', ['DTSTART:20261127T060000Z', 'DTEND:20261128T060000Z'], '2026-11-27T06:00 – 2026-11-28T06:00'],
    [
      'in a zone',
      ['DTSTART;TZID=America/New_York:20261127T060000', 'DURATION:PT2H'],
      '2026-11-27T11:00 – 2026-11-27T13:00',
    ],
    ['that names no zone', ['DTSTART:20261127T060000', 'DTEND:20261127T070000'], '2026-11-27T05:00 – 2026-11-27T06:00'],
    ['of a day', ['DTSTART;VALUE=DATE:20261127'], '2026-11-26T23:00 – 2026-11-27T23:00'],
    [
      'of three days',
      ['DTSTART;VALUE=DATE:20261127', 'DTEND;VALUE=DATE:20261130'],
      '2026-11-26T23:00 – 2026-11-29T23:00',
    ],
    ['of the day with 23 hours', ['DTSTART;VALUE=DATE:20270328'], '2027-03-27T23:00 – 2027-03-28T22:00'],
    ['of two weeks', ['DTSTART:20261127T060000Z', 'DURATION:P2W'], '2026-11-27T06:00 – 2026-12-11T06:00'],
  ])('%s', (_, lines, wanted) => {
    expect(told(event(...lines))).toEqual([wanted]);
  });

  test.each<[string[], string]>([
    [['DTSTART:20261127T060000Z'], 'no end'],
    [['DTEND:20261127T060000Z'], 'no beginning'],
    [['DTSTART:20261131T060000Z', 'DURATION:PT1H'], 'no beginning'],
    [['DTSTART:20261127T060000Z', 'DTEND:20261127T060000Z'], 'before it begins'],
    [['DTSTART;VALUE=DATE:20261127', 'DTEND:20261128T060000Z'], 'other way'],
    [['DTSTART;TZID=W. Europe Standard Time:20261127T060000', 'DURATION:PT1H'], 'IANA'],
    [['DTSTART:20261127T060000Z', 'DURATION:PT1H', 'RDATE:20261128T060000Z'], 'RDATE'],
    [['DTSTART:20261127T060000Z', 'DURATION:PT1H', 'RRULE:FREQ=MONTHLY;BYDAY=-1FR'], 'BYDAY'],
  ])('%j is refused with its reason, and the others are read', (lines, reason) => {
    const [refused] = told(event(...lines));
    expect(refused).toContain(reason);
    const two = event(...lines).replace(
      'END:VCALENDAR',
      'BEGIN:VEVENT\r\nUID:u2\r\nDTSTART:20261127T060000Z\r\nDURATION:PT1H\r\nEND:VEVENT\r\nEND:VCALENDAR',
    );
    expect(told(two)).toHaveLength(2);
  });

  test('says what it is, and whether it is called off; alarms in it are not it', () => {
    const lines = ['STATUS:CANCELLED', 'BEGIN:VALARM', 'SUMMARY:Alarm', 'DURATION:PT5M', 'END:VALARM'];
    const found = read(event('DTSTART:20261127T060000Z', 'DURATION:PT1H', ...lines));
    expect(found).toMatchObject([{ uid: 'u1', source: 'u1', summary: 'Sale', isCancelled: true }]);
  });
});

describe('one that repeats', () => {
  const weekly = ['DTSTART;TZID=Europe/Berlin:20261016T180000', 'DTEND;TZID=Europe/Berlin:20261016T200000'];

  test('keeps its time on the wall over the change of clocks', () => {
    expect(told(event(...weekly, 'RRULE:FREQ=WEEKLY;COUNT=3'))).toEqual([
      '2026-10-16T16:00 – 2026-10-16T18:00',
      '2026-10-23T16:00 – 2026-10-23T18:00',
      '2026-10-30T17:00 – 2026-10-30T19:00',
    ]);
  });

  test('leaves out what is excepted, and follows one that was moved', () => {
    const text = event(...weekly, 'RRULE:FREQ=WEEKLY;COUNT=3', 'EXDATE;TZID=Europe/Berlin:20261016T180000');
    const moved = [
      'BEGIN:VEVENT',
      'UID:u1',
      'RECURRENCE-ID;TZID=Europe/Berlin:20261023T180000',
      'DTSTART:20261024T000000Z',
    ];
    const both = text.replace('END:VCALENDAR', [...moved, 'DURATION:PT1H', 'END:VEVENT', 'END:VCALENDAR'].join('\r\n'));
    expect(told(both)).toEqual(['2026-10-30T17:00 – 2026-10-30T19:00', '2026-10-24T00:00 – 2026-10-24T01:00']);
    const sources = (read(both) as { source: string }[]).map((one) => one.source);
    expect(sources).toEqual(['u1#2026-10-30T17:00:00.000Z', 'u1#2026-10-23T16:00:00.000Z']);
  });

  test('ends a year from now at the latest; the day of UNTIL counts', () => {
    const daily = (more: string) =>
      told(event('DTSTART:20261101T060000Z', 'DURATION:PT1H', `RRULE:FREQ=WEEKLY${more}`));
    expect(daily('')).toHaveLength(53);
    expect(daily(';UNTIL=20261108')).toHaveLength(2);
    expect(daily(';UNTIL=20261108T060000Z')).toHaveLength(2);
    expect(daily(';UNTIL=20261108T055959Z')).toHaveLength(1);
  });
});

test.each([
  ['Hello', 'begin with BEGIN:VCALENDAR'],
  ['BEGIN:VCALENDAR\r\nVERSION:2.0', 'end with END:VCALENDAR'],
  [calendar('no line'), 'line 4'],
  [calendar('BEGIN:VEVENT', 'END:VTODO'), 'line 5'],
])('%j is no calendar', (text, why) => {
  expect(read(text)).toContain(why);
});

test('a calendar of too many events is refused as a whole', () => {
  const many = Array.from({ length: 1_001 }, (_, n) => ['BEGIN:VEVENT', `UID:${n}`, 'END:VEVENT']).flat();
  expect(read(calendar(...many))).toContain('1001 events');
});

describe('what is made to be long in reading', () => {
  const repeating = (n: number, start: string, rule: string): string =>
    calendar(
      ...Array.from({ length: n }, (_, at) => [
        ...['BEGIN:VEVENT', `UID:${at}`, `DTSTART:${start}`, 'DURATION:PT1H', `RRULE:${rule}`, 'END:VEVENT'],
      ]).flat(),
    );
  const one = (...lines: string[]): string => event('DTSTART:20261127T060000Z', 'DURATION:PT1H', ...lines);
  const many = (line: string, times: number): string => Array.from({ length: times }, () => line).join('\r\n');
  /** Each took from ten seconds to minutes in which a server answers nobody else. */
  test.each<[string, string, unknown]>([
    ['many that repeat', repeating(1_000, '20260101T060000Z', 'FREQ=DAILY'), /more than 2000 freezes/],
    ['many of long ago', repeating(1_000, '19260101T060000Z', 'FREQ=DAILY'), /repeats too often/],
    ['a day named over and over', one(`RRULE:FREQ=WEEKLY;BYDAY=FR${',FR'.repeat(100_000)}`), /^2026-11-27T06:00/],
    ['a property over and over', one(many('A:', 120_000)), /^2026-11-27T06:00/],
    ['parts within parts', calendar(many('BEGIN:A', 30_000), many('END:A', 30_000)), ''],
  ])('%s', (_, text, wanted) => {
    const began = performance.now();
    const found = told(text);
    expect(typeof found === 'string' ? found : (found[0] ?? '')).toEqual(
      wanted === '' ? '' : expect.stringMatching(wanted as RegExp),
    );
    expect(typeof found === 'string' ? 0 : new Set(found).size).toBeLessThan(1_000);
    expect(performance.now() - began).toBeLessThan(3_000);
  });
});

test('what is written is read again, whatever is in it', () => {
  const iso = fc.integer({ min: now, max: now + 9e9 }).map((at) => `${new Date(at).toISOString().slice(0, 19)}.000Z`);
  const entry: fc.Arbitrary<CalendarEntry> = fc
    .record({
      id: fc.stringMatching(/^frz_[0-9a-f]{8}$/),
      title: fc.string({ unit: 'grapheme', maxLength: 90 }),
      from: iso,
    })
    .map(({ id, title, from }) => ({
      ...{ id, title, from, kind: 'freeze', agent: null, teamId: null, environment: 'a,b;c', release: null },
      ...{
        until: new Date(Date.parse(from) + 60_000).toISOString(),
        state: 'standing',
        reason: title,
        by: 'x',
        byName: 'A, B',
      },
    }));
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 5 }), (entries) => {
      const text = icsOf(entries, '2026-11-01T00:00:00.000Z');
      expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
      const found = readIcs(text, { timeZone: 'UTC', now }) as { uid: string; summary: string; from: number }[];
      expect(found.map((one) => [one.uid, new Date(one.from).toISOString()])).toEqual(
        entries.map((one) => [`freeze-${one.id}@signalbox`, one.from]),
      );
    }),
  );
});
