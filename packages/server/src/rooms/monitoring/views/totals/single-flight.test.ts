import { expect, test } from 'vitest';
import { steppedClock } from '../../../../spine/clock.ts';
import { SingleFlight } from './single-flight.ts';

test('one question at a time, its answer again for a while, then a new one', async () => {
  const clock = steppedClock(0);
  const flights = new SingleFlight<number>(500);
  let asked = 0;
  const question = async () => ++asked;
  expect(await Promise.all([flights.ask('a', clock, question), flights.ask('a', clock, question)])).toEqual([1, 1]);
  clock.advance(499);
  expect(await flights.ask('a', clock, question)).toBe(1);
  expect(await flights.ask('b', clock, question)).toBe(2);
  clock.advance(1);
  expect(await flights.ask('a', clock, question)).toBe(3);
  expect(await flights.ask('b', clock, question)).toBe(2);
});

test('a failure is not remembered', async () => {
  const clock = steppedClock(0);
  const flights = new SingleFlight<number>(500);
  await expect(flights.ask('a', clock, () => Promise.reject(new Error('down')))).rejects.toThrow('down');
  expect(await flights.ask('a', clock, async () => 1)).toBe(1);
});
