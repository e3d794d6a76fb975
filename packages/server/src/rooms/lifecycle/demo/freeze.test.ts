import { expect, test } from 'vitest';
import { nextWeekend } from './freeze.ts';

test.each([
  ['2026-11-20T23:59:59Z', '2026-11-21'],
  ['2026-11-21T00:00:00Z', '2026-11-28'],
  ['2026-11-22T18:00:00Z', '2026-11-28'],
  ['2026-11-23T00:00:00Z', '2026-11-28'],
  ['2026-12-31T12:00:00Z', '2027-01-02'],
])('from %s on, the next whole weekend begins on %s and lasts two days', (now, saturday) => {
  const { from, until } = nextWeekend(Date.parse(now));
  expect(from).toBe(`${saturday}T00:00:00.000Z`);
  expect(Date.parse(until) - Date.parse(from)).toBe(2 * 86_400_000);
  expect(Date.parse(from)).toBeGreaterThan(Date.parse(now));
  expect(new Date(from).getUTCDay()).toBe(6);
});
