import fc from 'fast-check';
import { expect, test } from 'vitest';
import { incompleteBeta, logIncompleteBeta } from './incomplete-beta.ts';

/** To 40 digits by mpmath. */
test.each([
  [0.3, 2, 5, 0.579825],
  [0.99, 0.5, 0.5, 0.9362314391414801],
  [0.1, 80, 20, 1.4867511740913741e-61],
  [0.84, 841, 161, 0.5155862557193155],
  [0.7, 100, 40, 0.34582801012999087],
  [0.001, 0.01, 3, 0.947281024325474],
])('I_%d(%d, %d)', (x, a, b, expected) => {
  expect(Math.abs(incompleteBeta(x, a, b) / expected - 1)).toBeLessThan(1e-12);
});

test('its logarithm goes on where it is too small for a number, and where it is close to 1', () => {
  expect(logIncompleteBeta(0.01, 5000, 10)).toBeCloseTo(-22962.079459236767, 8);
  expect(logIncompleteBeta(0.4, 300, 900) / -3.4260929558707223e-28).toBeCloseTo(1, 10);
});

test('ends and beyond', () => {
  for (const x of [-1, 0]) expect([incompleteBeta(x, 2, 3), logIncompleteBeta(x, 2, 3)]).toEqual([0, -Infinity]);
  for (const x of [1, 2]) expect(incompleteBeta(x, 2, 3)).toBe(1);
  expect(logIncompleteBeta(1, 2, 3)).toBeCloseTo(0, 15);
});

const shape = fc.double({ min: 0.05, max: 1e5, noNaN: true });
const share = fc.double({ min: 0, max: 1, noNaN: true });

test('a distribution: between 0 and 1, rising, symmetric, and of a millionfold size still a number', () => {
  fc.assert(
    fc.property(share, share, shape, shape, (x, y, a, b) => {
      const [low, high] = x < y ? [x, y] : [y, x];
      const value = incompleteBeta(low, a, b);
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(incompleteBeta(high, a, b) + 1e-9);
      expect(incompleteBeta(1 - low, b, a, low)).toBeCloseTo(1 - value, 9);
    }),
    { numRuns: 100 },
  );
  expect(incompleteBeta(0.5, 1e8, 1e8)).toBeCloseTo(0.5, 9);
});

test('I_x(1, b) and I_x(a, 1) are powers', () => {
  fc.assert(
    fc.property(share, fc.double({ min: 0.05, max: 200, noNaN: true }), (x, a) => {
      expect(incompleteBeta(x, a, 1)).toBeCloseTo(x ** a, 12);
      expect(incompleteBeta(x, 1, a)).toBeCloseTo(1 - (1 - x) ** a, 12);
    }),
    { numRuns: 100 },
  );
});
