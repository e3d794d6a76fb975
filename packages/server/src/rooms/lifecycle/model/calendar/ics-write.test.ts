import { describe, expect, test } from 'vitest';
import type { CalendarEntry } from '../../contract-calendar.ts';
import { unfolded } from './ics-lines.ts';
import { icsOf } from './ics-write.ts';

const asOf = '2026-11-22T05:00:00.000Z';
const entry = (more: Partial<CalendarEntry> = {}): CalendarEntry => ({
  ...{ id: 'dpl_1', kind: 'deployment', title: 'Billing 1.2.0 is deployed to production', state: 'deploy' },
  ...{ from: '2026-11-20T09:30:00.123Z', until: null, agent: null, teamId: null, environment: 'production' },
  ...{ release: { id: 'rel_1', version: '1.2.0' }, reason: 'Faster.', by: 'per_1', byName: 'Ada' },
  ...more,
});
const lines = (...entries: CalendarEntry[]): string[] => unfolded(icsOf(entries, asOf));
/** Properties of the one event. */
const event = (more: Partial<CalendarEntry> = {}): Record<string, string> =>
  Object.fromEntries(
    lines(entry(more)).map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]),
  );

test('a calendar of nothing is a calendar', () => {
  expect(icsOf([], asOf)).toBe(
    'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Signalbox//Calendar//EN\r\nCALSCALE:GREGORIAN\r\nX-WR-CALNAME:Signalbox\r\nEND:VCALENDAR\r\n',
  );
});

test('a deployment is a moment, with why and by whom', () => {
  expect(lines(entry()).slice(5, -1)).toEqual([
    'BEGIN:VEVENT',
    'UID:deployment-dpl_1@signalbox',
    'DTSTAMP:20261122T050000Z',
    'DTSTART:20261120T093000Z',
    'SUMMARY:Billing 1.2.0 is deployed to production',
    'DESCRIPTION:Faster.\\nBy Ada.',
    'LOCATION:production',
    'CATEGORIES:DEPLOYMENT',
    'STATUS:CONFIRMED',
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ]);
});

test('a freeze has an end; what is not known is left out', () => {
  const freeze = event({
    kind: 'freeze',
    id: 'frz_1',
    until: '2026-11-21T09:30:00Z',
    environment: null,
    reason: '',
    byName: null,
  });
  expect(freeze).toMatchObject({ UID: 'freeze-frz_1@signalbox', DTEND: '20261121T093000Z', CATEGORIES: 'FREEZE' });
  expect(Object.keys(freeze)).not.toContain('LOCATION');
  expect(Object.keys(freeze)).not.toContain('DESCRIPTION');
});

test('times are told in UTC, whatever zone they came in', () => {
  expect(event({ from: '2026-11-20T09:30:00+05:45' })['DTSTART']).toBe('20261120T034500Z');
});

test.each<[CalendarEntry['state'], string]>([
  ['promote', 'CONFIRMED'],
  ['roll_back', 'CONFIRMED'],
  ['standing', 'CONFIRMED'],
  ['done', 'CONFIRMED'],
  ['waiting', 'TENTATIVE'],
  ['refused', 'CANCELLED'],
  ['cancelled', 'CANCELLED'],
  ['lifted', 'CANCELLED'],
])('what is %s is %s', (state, status) => {
  expect(event({ state })['STATUS']).toBe(status);
});

describe('what people write', () => {
  test('begins no line and ends no event of its own', () => {
    const title = 'x\r\nEND:VEVENT\r\nBEGIN:VEVENT\nUID:fake';
    const all = lines(entry({ title, reason: title, byName: title, environment: title, id: 'a\nb' }));
    expect(all.filter((line) => /^(?:BEGIN|END|UID):/.test(line))).toEqual([
      ...['BEGIN:VCALENDAR', 'BEGIN:VEVENT', 'UID:deployment-a\\nb@signalbox', 'END:VEVENT', 'END:VCALENDAR'],
    ]);
  });

  test('in any script is folded between characters', () => {
    const title = '🚂 Ä€ — 停止 '.repeat(20).trim();
    const text = icsOf([entry({ title })], asOf);
    expect(text.split('\r\n').every((line) => new TextEncoder().encode(line).length <= 75)).toBe(true);
    expect(text).not.toContain('\ufffd');
    expect(unfolded(text)).toContain(`SUMMARY:${title}`);
  });
});
