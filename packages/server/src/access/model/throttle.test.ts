import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressRule, countAttempt, emailRule, noAttempts, triesLeft, waitMs, type Attempts } from './throttle.ts';

const after = (tries: number, rule = emailRule, now = 1_000_000): Attempts => {
  let attempts = noAttempts;
  for (let i = 0; i < tries; i++) attempts = countAttempt(attempts, now, rule);
  return attempts;
};

test('five tries are free, then waits double up to a quarter of an hour', () => {
  expect([1, 2, 3, 4].map((n) => waitMs(after(n), 1_000_000))).toEqual([0, 0, 0, 0]);
  expect([5, 6, 7, 8, 9, 10, 20].map((n) => waitMs(after(n), 1_000_000) / 1000)).toEqual([
    30, 60, 120, 240, 480, 900, 900,
  ]);
  expect([0, 1, 4, 5, 9].map((n) => triesLeft(after(n), emailRule))).toEqual([5, 4, 1, 0, 0]);
});

test('an address of an office has more', () => {
  expect(waitMs(after(29, addressRule), 1_000_000)).toBe(0);
  expect(waitMs(after(30, addressRule), 1_000_000)).toBe(30_000);
});

test('half an hour of quiet after the last wait forgets all', () => {
  const attempts = after(6);
  const quiet = attempts.blockedUntil + emailRule.forgetMs;
  expect(countAttempt(attempts, quiet, emailRule).failures).toBe(7);
  expect(countAttempt(attempts, quiet + 1, emailRule)).toMatchObject({ failures: 1, blockedUntil: 0 });
});

test('however tries are spread, a day of guessing gets no more than some hundred', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 3_600_000 }), { minLength: 50, maxLength: 400 }), (gaps) => {
      let [attempts, now, made] = [noAttempts, 0, 0];
      for (const gap of gaps) {
        now += gap;
        if (now > 86_400_000) break;
        if (waitMs(attempts, now) > 0) continue;
        attempts = countAttempt(attempts, now, emailRule);
        made++;
      }
      expect(made).toBeLessThan(250);
    }),
  );
});
