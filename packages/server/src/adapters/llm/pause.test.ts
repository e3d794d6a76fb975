import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../spine/errors.ts';
import { pauseAfter } from './pause.ts';

const refused = (retryAfterSeconds?: number, mayRepeat = true) => ({
  told: new AppError('model.rate_limited', {
    params: { status: 429, said: 'slow down' },
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  }),
  mayRepeat,
});
const patient = { attempts: 1, leftMs: 60_000, random: 0.5 };

describe('a pause before asking again', () => {
  test('is half a second, then a second, and no third one', () => {
    expect([1, 2, 3, 4].map((attempts) => pauseAfter(refused(), { ...patient, attempts }))).toEqual([
      500,
      1000,
      null,
      null,
    ]);
  });

  test('there is none where an answer may have begun', () => {
    expect(pauseAfter(refused(undefined, false), patient)).toBeNull();
    expect(pauseAfter(refused(0, false), patient)).toBeNull();
  });

  test('what the provider tells is kept, and never undercut', () => {
    expect(pauseAfter(refused(3), { ...patient, random: 0 })).toBe(3000);
    expect(pauseAfter(refused(3), { ...patient, random: 1 })).toBe(3750);
    expect(pauseAfter(refused(0), patient)).toBe(0);
  });

  test('longer than twenty seconds, or than the caller has left, is not waited', () => {
    expect(pauseAfter(refused(20), { ...patient, random: 0 })).toBe(20_000);
    expect(pauseAfter(refused(21), { ...patient, random: 0 })).toBeNull();
    expect(pauseAfter(refused(), { ...patient, leftMs: 501 })).toBe(500);
    expect(pauseAfter(refused(), { ...patient, leftMs: 500 })).toBeNull();
    expect(pauseAfter(refused(), { ...patient, leftMs: -1 })).toBeNull();
  });

  test('whatever is told: null, or what the caller can still wait; and two callers do not come back at once', () => {
    fc.assert(
      fc.property(
        fc.option(fc.integer({ min: 0, max: 100_000 }), { nil: undefined }),
        fc.record({
          attempts: fc.integer({ min: 1, max: 5 }),
          leftMs: fc.integer({ min: -10, max: 100_000 }),
          random: fc.double({ min: 0, max: 1, noNaN: true }),
        }),
        (told, state) => {
          const wait = pauseAfter(refused(told), state);
          if (wait === null) return;
          expect(wait).toBeGreaterThanOrEqual((told ?? 0) * 1000);
          expect(wait).toBeLessThan(state.leftMs);
          expect(wait).toBeLessThanOrEqual(20_000);
          expect(state.attempts).toBeLessThan(3);
        },
      ),
    );
  });
});
