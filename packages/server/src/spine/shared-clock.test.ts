import { expect, test } from 'vitest';
import { steppedClock } from './clock.ts';
import { SharedClock } from './shared-clock.ts';

test('tells the time of the store, whatever our own says and however long the answer took', async () => {
  const own = steppedClock(1_000_000);
  const shared = new SharedClock(own, async () => {
    const atTheStore = own.now() + 600_000 + 20;
    own.advance(40);
    return atTheStore;
  });
  expect(shared.now()).toBe(own.now());
  await shared.compare();
  expect(shared.now() - own.now()).toBe(600_000);
  own.advance(5_000);
  expect(shared.now() - own.now()).toBe(600_000);
  expect(shared.monotonic()).toBe(own.monotonic());
  await shared.close();
});

test('keeps the last difference while the store does not answer, and follows when its own clock is set', async () => {
  const own = steppedClock(1_000_000);
  let answer: () => Promise<number> = async () => own.now() - 90_000;
  const shared = new SharedClock(own, () => answer());
  await shared.compare();
  answer = () => Promise.reject(new Error('away'));
  await shared.compare();
  expect(shared.now()).toBe(own.now() - 90_000);
  answer = async () => own.now() + 7;
  await shared.compare();
  expect(shared.now()).toBe(own.now() + 7);
  await shared.close();
});
