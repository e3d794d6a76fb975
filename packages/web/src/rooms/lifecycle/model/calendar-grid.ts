import type { CalendarEntry } from 'signalbox/contract/lifecycle';
import type { Zone } from '../../../format/time.ts';

/** A day as "2026-11-22". Days are counted, never added to as hours: a local one can have 23 or 25. */
export type Day = string;
export type Span = 'month' | 'week';

const utc = (day: Day): Date => new Date(`${day}T00:00:00.000Z`);
const two = (n: number): string => String(n).padStart(2, '0');

/** The day of a moment, in this zone. */
export function dayOf(iso: string | number, zone: Zone): Day {
  const at = new Date(iso);
  if (zone === 'utc') return at.toISOString().slice(0, 10);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}
export function addDays(day: Day, count: number): Day {
  const at = utc(day);
  at.setUTCDate(at.getUTCDate() + count);
  return at.toISOString().slice(0, 10);
}
/** The Monday on or before it. */
const monday = (day: Day): Day => addDays(day, -((utc(day).getUTCDay() + 6) % 7));

/** The days to draw, whole weeks from Monday. */
export function daysOf(day: Day, span: Span): Day[] {
  if (span === 'week') return Array.from({ length: 7 }, (_, i) => addDays(monday(day), i));
  const first = monday(`${day.slice(0, 7)}-01`);
  const next = addDays(`${day.slice(0, 7)}-28`, 4).slice(0, 7);
  const days: Day[] = [];
  for (let at = first; at < `${next}-01` || days.length % 7 !== 0; at = addDays(at, 1)) days.push(at);
  return days;
}

/** The month or week after (1) or before (-1). */
export function turned(day: Day, span: Span, by: 1 | -1): Day {
  if (span === 'week') return addDays(day, 7 * by);
  return addDays(`${day.slice(0, 7)}-01`, by === 1 ? 31 : -1).slice(0, 7) + '-01';
}

/** When a day begins in this zone, ISO 8601. */
export const startOf = (day: Day, zone: Zone): string =>
  new Date(`${day}T00:00:00${zone === 'utc' ? 'Z' : ''}`).toISOString();

/** The entries of each day: what lasts stands on every day it touches. Its end is not in it. */
export function entriesByDay(
  entries: readonly CalendarEntry[],
  days: readonly Day[],
  zone: Zone,
): Map<Day, CalendarEntry[]> {
  const byDay = new Map(days.map((day) => [day, [] as CalendarEntry[]]));
  for (const one of entries) {
    const first = dayOf(one.from, zone);
    const last = one.until === null ? first : dayOf(Date.parse(one.until) - 1, zone);
    for (const day of days) if (first <= day && day <= last) byDay.get(day)!.push(one);
  }
  // What lasts stands at the top of its days, so that it reads as one.
  for (const of of byDay.values()) of.sort((a, b) => Number(b.until !== null) - Number(a.until !== null));
  return byDay;
}
