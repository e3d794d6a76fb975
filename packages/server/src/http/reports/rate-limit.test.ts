import { expect, test } from 'vitest';
import { steppedClock } from '../../spine/clock.ts';
import { rateLimit } from './rate-limit.ts';

const open = () => {
  const clock = steppedClock(0);
  return { clock, limit: rateLimit(clock.monotonic, { perSecond: 2, burst: 5 }) };
};

test('a burst passes, then so many a second, and one key does not use up another’s', () => {
  const { clock, limit } = open();
  expect(Array.from({ length: 6 }, () => limit.take('a'))).toEqual([0, 0, 0, 0, 0, 1]);
  expect(limit.take('b')).toBe(0);
  clock.advance(500);
  expect([limit.take('a'), limit.take('a')]).toEqual([0, 1]);
});

test('nothing is saved up beyond the burst', () => {
  const { clock, limit } = open();
  limit.take('a');
  clock.advance(3_600_000);
  expect(Array.from({ length: 6 }, () => limit.take('a')).filter((wait) => wait === 0)).toHaveLength(5);
});

test('a refusal costs nothing, and says how long to wait', () => {
  const clock = steppedClock(0);
  const limit = rateLimit(clock.monotonic, { perSecond: 0.1, burst: 1 });
  expect([limit.take('a'), limit.take('a'), limit.take('a')]).toEqual([0, 10, 10]);
  clock.advance(10_000);
  expect(limit.take('a')).toBe(0);
});

test('what is charged afterwards is waited for', () => {
  const { clock, limit } = open();
  expect(limit.take('a')).toBe(0);
  limit.charge('a', 10);
  limit.charge('unknown', 10);
  expect([limit.take('a'), limit.take('unknown')]).toEqual([4, 0]);
  clock.advance(3_500);
  expect([limit.take('a'), limit.take('a')]).toEqual([0, 1]);
});
