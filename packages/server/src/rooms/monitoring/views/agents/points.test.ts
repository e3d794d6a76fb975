import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pointsOf } from './points.ts';

const [hour, day] = [3600, 86_400];
const now = 1_795_341_660;

test.each([
  ['an hour', hour, 180],
  ['a day', day, hour],
  ['a week', 7 * day, 7 * hour],
  ['30 days', 30 * day, 2 * day],
])('of %s', (_, width, step) => {
  expect(pointsOf({ low: now - width, high: now })).toMatchObject({ step, count: 24 });
});

test('cover the range, end with the step of its end, and stay where they are as time goes on', () => {
  fc.assert(
    fc.property(fc.integer({ min: 60, max: 400 * day }), fc.integer({ min: 0, max: 59 }), (width, later) => {
      const { start, step, count } = pointsOf({ low: now - width, high: now });
      expect(start % step).toBe(0);
      expect(start).toBeLessThanOrEqual(now - width + step);
      expect(start + count * step).toBeGreaterThanOrEqual(now);
      expect(start + (count - 1) * step).toBeLessThan(now);
      const next = pointsOf({ low: now + later - width, high: now + later });
      expect([0, step]).toContain(next.start - start);
    }),
  );
});
