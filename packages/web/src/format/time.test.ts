import { expect, test } from 'vitest';
import { clockTime, fullTime, shortTime, zoneName } from './time.ts';

const now = new Date('2026-11-22T12:30:00.000Z');

test('today shows the clock, other days the date, other years the year', () => {
  expect(shortTime('2026-11-22T00:03:10.900Z', 'utc', now)).toBe('00:03:10');
  expect(shortTime('2026-11-21T23:59:59.000Z', 'utc', now)).toBe('21 Nov 23:59');
  expect(shortTime('2025-12-31T08:00:00.000Z', 'utc', now)).toBe('31 Dec 2025 08:00');
});

test('midnight is 00, not 24', () => {
  expect(clockTime(new Date('2026-11-22T00:00:00Z'), 'utc')).toBe('00:00:00');
});

test('the full time is absolute and names its zone', () => {
  expect(fullTime('2026-11-22T12:03:10.123456Z', 'utc')).toBe('2026-11-22 12:03:10.123 UTC');
  expect(fullTime('2026-11-22T12:03:10.123Z', 'local')).toMatch(/^2026-11-2\d \d\d:\d\d:10\.123 \S+/);
});

test('text that is no time is shown as it came', () => {
  expect(shortTime('yesterday', 'utc', now)).toBe('yesterday');
  expect(fullTime('yesterday', 'local')).toBe('yesterday');
});

test('zones have names', () => {
  expect(zoneName('utc', now)).toBe('UTC');
  expect(zoneName('local', now)).not.toBe('');
});
