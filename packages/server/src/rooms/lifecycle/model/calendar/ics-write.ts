import type { CalendarEntry } from '../../contract-calendar.ts';
import { escaped, folded } from './ics-lines.ts';

const statuses: Record<CalendarEntry['state'], 'CONFIRMED' | 'TENTATIVE' | 'CANCELLED'> = {
  ...{ deploy: 'CONFIRMED', promote: 'CONFIRMED', roll_back: 'CONFIRMED', done: 'CONFIRMED', standing: 'CONFIRMED' },
  ...{ waiting: 'TENTATIVE', refused: 'CANCELLED', cancelled: 'CANCELLED', lifted: 'CANCELLED' },
};

/** Entries as an iCalendar (RFC 5545). The same entry has the same UID for ever. `asOf` in ISO 8601. */
export function icsOf(entries: readonly CalendarEntry[], asOf: string): string {
  const head = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Signalbox//Calendar//EN', 'CALSCALE:GREGORIAN'];
  const name = folded('X-WR-CALNAME', 'Signalbox');
  const events = entries.flatMap((one) => eventOf(one, asOf));
  return [...head, name, ...events, 'END:VCALENDAR', ''].join('\r\n');
}

function eventOf(one: CalendarEntry, asOf: string): string[] {
  const about = [one.reason, one.byName === null ? '' : `By ${one.byName}.`].filter((part) => part !== '').join('\n');
  return [
    'BEGIN:VEVENT',
    folded('UID', `${one.kind}-${escaped(one.id)}@signalbox`),
    folded('DTSTAMP', stampOf(asOf)),
    folded('DTSTART', stampOf(one.from)),
    ...(one.until === null ? [] : [folded('DTEND', stampOf(one.until))]),
    folded('SUMMARY', escaped(one.title)),
    ...(about === '' ? [] : [folded('DESCRIPTION', escaped(about))]),
    ...(one.environment === null ? [] : [folded('LOCATION', escaped(one.environment))]),
    folded('CATEGORIES', one.kind.toUpperCase()),
    folded('STATUS', statuses[one.state]),
    folded('TRANSP', 'TRANSPARENT'),
    'END:VEVENT',
  ];
}

/** 2026-11-22T05:00:00.000Z → 20261122T050000Z */
const stampOf = (iso: string): string => `${new Date(iso).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
