import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aStep } from './monitoring.fixture.ts';
import { place, ticks, windowOf, windowOfStep } from './window.ts';

test('the window holds every step, those before the start too', () => {
  const steps = [
    aStep({ spanId: 'a', durationMs: 100 }),
    aStep({ spanId: 'b', offsetMs: -20, durationMs: 5 }),
    aStep({ spanId: 'c', offsetMs: 90, durationMs: 60 }),
  ];
  expect(windowOf(steps, null)).toEqual({ from: -20, to: 150 });
});

test('an empty or instant run still has a window', () => {
  expect(windowOf([], null)).toEqual({ from: 0, to: 1 });
});

test('a running run is as long as it has run', () => {
  expect(windowOf([aStep({ spanId: 'a', durationMs: null })], 5000).to).toBe(5000);
});

test('a step in the middle of its own window', () => {
  expect(windowOfStep(aStep({ spanId: 'a', offsetMs: 100, durationMs: 100 }), { from: 0, to: 400 })).toEqual({
    from: 98,
    to: 202,
  });
});

test('ticks are round, inside, in order, and never too many', () => {
  expect(ticks({ from: 0, to: 1000 }, 5)).toEqual([0, 200, 400, 600, 800, 1000]);
  expect(ticks({ from: -30, to: 70 }, 4)).toEqual([0, 50]);
  fc.assert(
    fc.property(
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      fc.double({ min: 0.01, max: 1e8, noNaN: true }),
      (from, length) => {
        const w = { from, to: from + length };
        const at = ticks(w, 6);
        return (
          at.length <= 8 && at.every((t, i) => t >= w.from - 1e-6 && t <= w.to + 1e-6 && (i === 0 || t > at[i - 1]!))
        );
      },
    ),
  );
});

test('bars are cut at the window, and not drawn outside it', () => {
  const w = { from: 100, to: 200 };
  expect(place(w, 50, 100)).toEqual({ left: 0, width: 50 });
  expect(place(w, 150, 500)).toEqual({ left: 50, width: 50 });
  expect(place(w, 0, 50)).toBeNull();
  expect(place(w, 250, 50)).toBeNull();
  expect(place(w, 120, 0)).toEqual({ left: 20, width: 0 });
});

test('any run: the window holds all its steps, and each bar lies inside it', () => {
  const step = fc.record({
    offsetMs: fc.double({ min: -1e6, max: 1e8, noNaN: true }),
    durationMs: fc.option(fc.double({ min: 0, max: 1e8, noNaN: true })),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), fc.option(fc.nat(1e8)), (some, elapsed) => {
      const steps = some.map((s, i) => aStep({ spanId: String(i), ...s }));
      const whole = windowOf(steps, elapsed);
      expect(whole.to).toBeGreaterThan(whole.from);
      for (const s of steps) {
        const at = place(whole, s.offsetMs, s.durationMs ?? 0)!;
        expect(at.left).toBeGreaterThanOrEqual(0);
        expect(at.left + at.width).toBeLessThanOrEqual(100 + 1e-6);
        const own = windowOfStep(s, whole);
        expect(own.to).toBeGreaterThan(own.from);
      }
    }),
  );
});
