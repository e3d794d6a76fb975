import { expect, test } from 'vitest';
import { forecast, type DiskSample } from './forecast.ts';

const hour = 3_600_000;
const GB = 1e9;
const growing = (perHour: number, hours: number): DiskSample[] =>
  Array.from({ length: hours + 1 }, (_, i) => ({ at: i * hour, usedBytes: 10 * GB + i * perHour }));

test('steady growth: bytes a day, and the day on which only the reserve is left', () => {
  const told = forecast(growing(GB, 24), { totalBytes: 100 * GB, freeBytes: 50 * GB }, 2 * GB);
  expect(told.bytesPerDay).toBe(24 * GB);
  expect(told.fullAt).toBe(24 * hour + 48 * hour);
});

test('a backfill in between does not frighten anyone', () => {
  const samples = growing(GB / 10, 100).map((one, i) =>
    i < 50 ? one : { ...one, usedBytes: one.usedBytes + 30 * GB },
  );
  const { bytesPerDay } = forecast(samples, { totalBytes: 100 * GB, freeBytes: 40 * GB }, 0);
  expect(bytesPerDay! / GB).toBeLessThan(24);
});

test('a disk that empties, stands still, or would take years has no such day', () => {
  const space = { totalBytes: 100 * GB, freeBytes: 50 * GB };
  expect(forecast(growing(-GB, 24), space, 0)).toEqual({ bytesPerDay: -24 * GB, fullAt: null });
  expect(forecast(growing(0, 24), space, 0)).toEqual({ bytesPerDay: 0, fullAt: null });
  expect(forecast(growing(1000, 24), space, 0)).toEqual({ bytesPerDay: 24_000, fullAt: null });
});

test('below the reserve it is full now', () => {
  expect(forecast(growing(GB, 24), { totalBytes: 100 * GB, freeBytes: GB }, 2 * GB).fullAt).toBe(24 * hour);
});

test('less than an hour of history is unknown, not zero', () => {
  const young = growing(GB, 24).map((one) => ({ ...one, at: one.at / 30 }));
  const unknown = { bytesPerDay: null, fullAt: null };
  expect(forecast(young, { totalBytes: 100 * GB, freeBytes: GB }, 0)).toEqual(unknown);
  expect(forecast([], { totalBytes: 100 * GB, freeBytes: GB }, 0)).toEqual(unknown);
});
