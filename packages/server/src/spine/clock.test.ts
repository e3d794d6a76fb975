import { expect, test } from 'vitest';
import { steppedClock, systemClock } from './clock.ts';

test('the clock of the machine: wall time, and one that never goes back', () => {
  expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(1_000);
  const readings = Array.from({ length: 1_000 }, () => systemClock.monotonic());
  expect(readings.toSorted((a, b) => a - b)).toEqual(readings);
});

test('a stepped clock moves only when told to', async () => {
  const clock = steppedClock(1_000);
  await new Promise((done) => setTimeout(done, 5));
  expect([clock.now(), clock.monotonic()]).toEqual([1_000, 1_000]);
  clock.advance(250);
  expect([clock.now(), clock.monotonic()]).toEqual([1_250, 1_250]);
});
