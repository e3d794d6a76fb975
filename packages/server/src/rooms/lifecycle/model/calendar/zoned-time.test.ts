import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instantOf, utcOf, wallOf } from './zoned-time.ts';

const wall = (text: string) => wallOf(Date.parse(`${text}Z`));
const at = (text: string, zone: string): string => new Date(instantOf(wall(text), zone)).toISOString();

test.each([
  ['2026-01-15T12:00:00', 'Europe/Berlin', '2026-01-15T11:00:00.000Z'],
  ['2026-07-15T12:00:00', 'Europe/Berlin', '2026-07-15T10:00:00.000Z'],
  ['2026-07-15T12:00:00', 'America/New_York', '2026-07-15T16:00:00.000Z'],
  ['2026-07-15T12:00:00', 'Asia/Kathmandu', '2026-07-15T06:15:00.000Z'],
  ['2026-07-15T12:00:00', 'UTC', '2026-07-15T12:00:00.000Z'],
  // The clock goes from 02:00 to 03:00, and back from 03:00 to 02:00.
  ['2026-03-29T02:30:00', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
  ['2026-03-29T03:30:00', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
  ['2026-10-25T02:30:00', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
  ['2026-10-25T03:30:00', 'Europe/Berlin', '2026-10-25T02:30:00.000Z'],
  // The example of RFC 5545, 3.3.5.
  ['2007-11-04T01:30:00', 'America/New_York', '2007-11-04T05:30:00.000Z'],
  ['2007-03-11T02:30:00', 'America/New_York', '2007-03-11T07:30:00.000Z'],
])('%s in %s is %s', (text, zone, utc) => {
  expect(at(text, zone)).toBe(utc);
});

test('what is no zone is refused', () => {
  expect(() => at('2026-01-01T00:00:00', 'W. Europe Standard Time')).toThrow(RangeError);
});

test('whatever the zone, a wall time that is shown leads back to an instant that shows it', () => {
  const zone = fc.constantFrom('Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'Pacific/Apia', 'UTC');
  const instant = fc
    .integer({ min: Date.UTC(2013, 0), max: Date.UTC(2037, 0) })
    .map((ms) => Math.floor(ms / 1000) * 1000);
  fc.assert(
    fc.property(zone, instant, (timeZone, at) => {
      const shown = new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
      const text = shown.format(at).replace(' ', 'T');
      const back = instantOf(wallOf(Date.parse(`${text}Z`)), timeZone);
      expect(shown.format(back).replace(' ', 'T')).toBe(text);
      expect(back).toBeLessThanOrEqual(at);
    }),
  );
});

test('wall times and days of UTC are the same thing', () => {
  expect(utcOf(wallOf(1_795_325_040_000))).toBe(1_795_325_040_000);
});
