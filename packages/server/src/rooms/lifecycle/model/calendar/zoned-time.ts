/** A time as a clock on the wall shows it. `month` 1 … 12. */
export type WallTime = { year: number; month: number; day: number; hour: number; minute: number; second: number };

const dayMs = 86_400_000;

/**
 * Unix milliseconds of a wall time in an IANA time zone. As RFC 5545 section 3.3.5 has it: of a time that comes twice the first is
 * meant, and one that is skipped counts with the offset before the gap.
 */
export function instantOf(wall: WallTime, timeZone: string): number {
  const asUtc = utcOf(wall);
  const offsetAt = offsetIn(timeZone);
  const [before, after] = [offsetAt(asUtc - dayMs), offsetAt(asUtc + dayMs)];
  const first = asUtc - before;
  if (before === after || offsetAt(first) === before) return first;
  const second = asUtc - after;
  return offsetAt(second) === after ? second : first;
}

/** The wall time as if it were UTC, Unix milliseconds: for counting in days and weeks. */
export const utcOf = ({ year, month, day, hour, minute, second }: WallTime): number =>
  Date.UTC(year, month - 1, day, hour, minute, second);

export function wallOf(utc: number): WallTime {
  const date = new Date(utc);
  return {
    ...{ year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() },
    ...{ hour: date.getUTCHours(), minute: date.getUTCMinutes(), second: date.getUTCSeconds() },
  };
}

/** Making one takes far longer than using it. There are some hundred zones. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatIn(timeZone: string): Intl.DateTimeFormat {
  const name = timeZone.toLowerCase();
  const known = formats.get(name);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en', {
    ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });
  formats.set(name, format);
  return format;
}

/** Milliseconds that a zone is ahead of UTC at an instant. Throws a RangeError for what is no zone. */
function offsetIn(timeZone: string): (at: number) => number {
  const format = formatIn(timeZone);
  return (at) => {
    const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    return utcOf(parts as WallTime) - Math.floor(at / 1000) * 1000;
  };
}
