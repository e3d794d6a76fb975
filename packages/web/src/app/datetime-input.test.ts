import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inputToIso, isoToInput } from './datetime-input.ts';

test('in UTC the input shows the time as it stands', () => {
  expect(isoToInput('2026-11-22T12:03:10.900Z', 'utc')).toBe('2026-11-22T12:03:10');
  expect(inputToIso('2026-11-22T12:03', 'utc')).toBe('2026-11-22T12:03:00.000Z');
});

test('both ways lose nothing but the milliseconds, in either zone', () => {
  const minute = fc.integer({ min: 0, max: 50_000_000 });
  fc.assert(
    fc.property(minute, fc.constantFrom('utc' as const, 'local' as const), (m, zone) => {
      const iso = new Date(m * 60_000).toISOString();
      return inputToIso(isoToInput(iso, zone), zone) === iso;
    }),
  );
});

test('what is no time is null', () => {
  expect([inputToIso('', 'utc'), inputToIso('soon', 'local')]).toEqual([null, null]);
});
