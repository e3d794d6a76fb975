import { type ContentLine, lineOf, unescaped, unfolded } from './ics-lines.ts';
import { occurrencesOf } from './recurrence.ts';
import { instantOf, utcOf, type WallTime, wallOf } from './zoned-time.ts';

/** One stretch of time of a calendar, Unix milliseconds. `source` is the same for ever: the UID, and which of its occurrences. */
export type Occurrence = {
  uid: string;
  source: string;
  summary: string;
  from: number;
  until: number;
  isCancelled: boolean;
};
/** An event that is not understood, and why. */
export type Refused = { uid: string; summary: string; refused: string };
export type IcsBounds = { timeZone: string; now: number };

type Bounds = IcsBounds & { steps: { left: number } };
type Event = ReadonlyMap<string, readonly ContentLine[]>;
type Time = { wall: WallTime; zone: string; isDay: boolean };
const [dayMs, mostEvents, mostFound, mostSteps] = [86_400_000, 1_000, 2_000, 200_000];
const aheadMs = 366 * dayMs;

/**
 * Stretches of time in a calendar's text (RFC 5545). Events that repeat are told one by one, from a year before to a year after `now`. Times that name
 * no zone are of `timeZone`. Returns a sentence where it is no calendar.
 */
export function readIcs(text: string, bounds: IcsBounds): (Occurrence | Refused)[] | string {
  const events = eventsIn(unfolded(text));
  if (typeof events === 'string') return events;
  if (events.length > mostEvents) return `it holds ${events.length} events, and ${mostEvents} are read at most`;
  const moved = new Set(events.flatMap((event) => movedIn(event, bounds)));
  const steps = { left: mostSteps };
  const found: (Occurrence | Refused)[] = [];
  for (const event of events) {
    found.push(...readEvent(event, { ...bounds, steps }, moved));
    if (found.length > mostFound) return `it comes to more than ${mostFound} freezes, and no more are taken`;
  }
  return found;
}

function readEvent(event: Event, bounds: Bounds, moved: ReadonlySet<string>): (Occurrence | Refused)[] {
  const [uid, summary] = [textOf(event, 'UID'), textOf(event, 'SUMMARY')];
  try {
    return occurrencesIn(event, bounds, moved);
  } catch (error) {
    if (!(error instanceof NotUnderstood) && !(error instanceof RangeError)) throw error;
    const refused = error instanceof NotUnderstood ? error.message : 'names a time zone that is not in the IANA list';
    return [{ uid, summary, refused }];
  }
}

class NotUnderstood extends Error {}

/** Properties of each VEVENT; those of alarms in it are left out. */
function eventsIn(lines: readonly string[]): Event[] | string {
  if (!/^BEGIN:VCALENDAR$/i.test(lines[0]?.trim() ?? '')) return 'it does not begin with BEGIN:VCALENDAR';
  if (!/^END:VCALENDAR$/i.test(lines.at(-1)!.trim())) return 'it does not end with END:VCALENDAR';
  const events: Map<string, ContentLine[]>[] = [];
  const open: string[] = [];
  for (const [n, text] of lines.entries()) {
    const line = lineOf(text);
    if (line === null) return `line ${n + 1} is no line of a calendar`;
    if (line.name === 'BEGIN') open.push(line.value.toUpperCase());
    else if (line.name === 'END' && open.pop() !== line.value.toUpperCase())
      return `line ${n + 1} ends what is not open`;
    const isInEvent = open.length === 2 && open.join() === 'VCALENDAR,VEVENT';
    if (line.name === 'BEGIN' && isInEvent) events.push(new Map());
    const event = events.at(-1);
    if (!isInEvent || event === undefined) continue;
    const known = event.get(line.name);
    if (known === undefined) event.set(line.name, [line]);
    else known.push(line);
  }
  return events;
}

function occurrencesIn(event: Event, bounds: Bounds, moved: ReadonlySet<string>): Occurrence[] {
  const [uid, summary] = [textOf(event, 'UID'), textOf(event, 'SUMMARY')];
  if (uid === '') throw new NotUnderstood('has no UID');
  const isCancelled = textOf(event, 'STATUS').toUpperCase() === 'CANCELLED';
  const start = timeOf(event.get('DTSTART')?.[0], bounds);
  if (start === null) throw new NotUnderstood('has no beginning that can be read');
  const lengthOf = lengthIn(event, start, bounds);
  const one = (wall: WallTime, key: string): Occurrence => {
    const from = instantOf(wall, start.zone);
    return {
      uid,
      summary,
      isCancelled,
      source: key === '' ? uid : `${uid}#${key}`,
      from,
      until: from + lengthOf(wall),
    };
  };
  const of = event.get('RECURRENCE-ID')?.[0];
  if (of !== undefined) return [one(start.wall, keyOf(timeOf(of, bounds)))];
  const rules = event.get('RRULE') ?? [];
  if (event.has('RDATE') || rules.length > 1) throw new NotUnderstood('repeats by RDATE or by two rules');
  if (rules.length === 0) return [one(start.wall, '')];
  const within = { first: bounds.now - aheadMs, last: bounds.now + aheadMs, steps: bounds.steps };
  const untilOf = (value: string): number | null => endOf(value, start);
  const { starts, refused } = occurrencesOf(rules[0]!.value, start.wall, within, untilOf);
  if (starts === null) throw new NotUnderstood(refused);
  const left = new Set((event.get('EXDATE') ?? []).flatMap((line) => exceptionsOf(line, bounds)));
  return starts
    .map((wall) => one(wall, keyOf({ ...start, wall })))
    .filter(({ source, from }) => !left.has(source.slice(uid.length + 1)) && !moved.has(source) && from <= within.last);
}

/** Occurrences that an event of their own has taken the place of. */
const movedIn = (event: Event, bounds: IcsBounds): string[] => {
  const line = event.get('RECURRENCE-ID')?.[0];
  const time = line && safely(() => timeOf(line, bounds));
  return time ? [`${textOf(event, 'UID')}#${keyOf(time)}`] : [];
};
const safely = <T>(read: () => T): T | null => {
  try {
    return read();
  } catch {
    return null;
  }
};

/** Days last as long as they do on the wall: 23 or 25 hours, twice a year. */
function lengthIn(event: Event, start: Time, bounds: IcsBounds): (wall: WallTime) => number {
  const end = timeOf(event.get('DTEND')?.[0], bounds);
  const from = instantOf(start.wall, start.zone);
  if (end !== null && end.isDay !== start.isDay)
    throw new NotUnderstood('begins with a day and ends with a time, or the other way');
  const length = end === null ? durationOf(textOf(event, 'DURATION')) : instantOf(end.wall, end.zone) - from;
  const days = end === null ? 1 : Math.round((utcOf(end.wall) - utcOf(start.wall)) / dayMs);
  if (start.isDay && (end !== null || length === null)) {
    if (days < 1) throw new NotUnderstood('ends before it begins');
    return (wall) => instantOf(wallOf(utcOf(wall) + days * dayMs), start.zone) - instantOf(wall, start.zone);
  }
  if (length === null) throw new NotUnderstood('has no end');
  if (length <= 0) throw new NotUnderstood('ends before it begins');
  return () => length;
}

/** P1W, P1DT2H30M; null = none, or not understood. */
function durationOf(value: string): number | null {
  const parts = /^\+?P(?:(\d+)W|(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?)$/.exec(value);
  if (parts === null) return null;
  const [weeks, days, hours, minutes, seconds] = parts.slice(1).map((part) => Number(part ?? 0));
  const length = (((weeks! * 7 + days!) * 24 + hours!) * 60 + minutes!) * 60_000 + seconds! * 1_000;
  return length === 0 ? null : length;
}

function timeOf(line: ContentLine | undefined, { timeZone }: IcsBounds): Time | null {
  if (line === undefined) return null;
  const at = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?$/.exec(line.value.trim());
  if (at === null) return null;
  const [year, month, day, hour, minute, second] = at.slice(1, 7).map((part) => Number(part ?? 0));
  const wall = { year: year!, month: month!, day: day!, hour: hour!, minute: minute!, second: second! };
  const isReal = wallOf(utcOf(wall)).day === day && hour! < 24 && minute! < 60 && second! < 61;
  const zone = at[7] === 'Z' ? 'UTC' : (line.params.get('TZID') ?? timeZone);
  return isReal ? { wall, zone, isDay: at[4] === undefined } : null;
}

/** UNTIL as a wall time of the zone in which the event begins; a day counts to its end. */
function endOf(value: string, start: Time): number | null {
  const time = timeOf({ name: 'UNTIL', params: new Map(), value }, { timeZone: start.zone, now: 0 });
  if (time === null) return null;
  if (time.isDay) return utcOf(time.wall) + dayMs - 1;
  const ahead = utcOf(start.wall) - instantOf(start.wall, start.zone);
  // The offset of the beginning: an hour's difference in summer decides only over occurrences within that hour of the end.
  return instantOf(time.wall, time.zone) + ahead;
}

const exceptionsOf = (line: ContentLine, bounds: IcsBounds): string[] =>
  line.value.split(',').map((value) => keyOf(timeOf({ ...line, value }, bounds)));
const keyOf = (time: Time | null): string =>
  time === null ? '' : new Date(instantOf(time.wall, time.zone)).toISOString();
const textOf = (event: Event, name: string): string => unescaped(event.get(name)?.[0]?.value ?? '').trim();
