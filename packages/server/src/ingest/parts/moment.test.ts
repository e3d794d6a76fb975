import { expect, test } from 'vitest';
import { nanosOf } from './moment.ts';

const base = (BigInt(Date.UTC(2026, 10, 22, 5, 27, 12)) * 1_000_000_000n) / 1000n;

test.each([
  ['2026-11-22T05:27:12.190Z', 190_000_000n],
  ['2026-11-22T05:27:12Z', 0n],
  ['2026-11-22T05:27:12.123456+00:00', 123_456_000n],
  ['2026-11-22T06:27:12.123456789+01:00', 123_456_789n],
  ['2026-11-22T05:27:12.5', 500_000_000n],
  ['2026-11-22 05:27:12.000001Z', 1000n],
])('%s', (text, fraction) => {
  expect(nanosOf(text)).toBe(base + fraction);
});

test.each([
  ['yesterday'],
  [''],
  [null],
  [1_795_325_232_190],
  ['1969-12-31T23:59:59Z'],
  ['2026-13-01T00:00:00Z'],
  ['22.11.2026'],
])('%s is no moment', (sent) => {
  expect(nanosOf(sent)).toBeNull();
});
