export type Zone = 'utc' | 'local';

const formats = new Map<string, Intl.DateTimeFormat>();
function format(zone: Zone, key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const id = `${zone} ${key}`;
  let made = formats.get(id);
  if (!made) {
    made = new Intl.DateTimeFormat('en-GB', {
      hourCycle: 'h23',
      ...(zone === 'utc' ? { timeZone: 'UTC' } : {}),
      ...options,
    });
    formats.set(id, made);
  }
  return made;
}

const hms = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;

/** "12:03:10" */
export const clockTime = (at: Date, zone: Zone): string => format(zone, 'hms', hms).format(at);

/** "12:03:10" on the day of `now`, else "21 Nov 12:03", and with the year where it differs. */
export function shortTime(iso: string, zone: Zone, now: Date): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  const day = format(zone, 'day', { dateStyle: 'short' });
  if (day.format(at) === day.format(now)) return clockTime(at, zone);
  const parts = pieces(at, zone);
  const year = parts.year === pieces(now, zone).year ? '' : ` ${parts.year}`;
  return `${parts.day} ${parts.month}${year} ${parts.hour}:${parts.minute}`;
}

/** "2026-11-22 12:03:10.123 UTC": absolute, with zone; for titles and copies. */
export function fullTime(iso: string, zone: Zone): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  if (zone === 'utc') return `${at.toISOString().slice(0, 23).replace('T', ' ')} UTC`;
  const p = format('local', 'full', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    ...hms,
    fractionalSecondDigits: 3,
    timeZoneName: 'short',
  });
  const by = Object.fromEntries(p.formatToParts(at).map((x) => [x.type, x.value]));
  return `${by['year']}-${by['month']}-${by['day']} ${by['hour']}:${by['minute']}:${by['second']}.${by['fractionalSecond']} ${by['timeZoneName']}`;
}

/** "UTC", or the short name of this browser's zone. */
export function zoneName(zone: Zone, at: Date): string {
  if (zone === 'utc') return 'UTC';
  const named = format('local', 'zone', { timeZoneName: 'short' }).formatToParts(at);
  return named.find((p) => p.type === 'timeZoneName')?.value ?? 'local';
}

function pieces(at: Date, zone: Zone) {
  const parts = format(zone, 'pieces', { year: 'numeric', month: 'short', day: 'numeric', ...hms }).formatToParts(at);
  const by = Object.fromEntries(parts.map((x) => [x.type, x.value]));
  return { year: by['year'], month: by['month'], day: by['day'], hour: by['hour'], minute: by['minute'] };
}
