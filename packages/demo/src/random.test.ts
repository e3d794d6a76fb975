import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomOf } from './random.ts';

const draws = (...parts: (string | number)[]): number[] => {
  const random = randomOf(...parts);
  return Array.from({ length: 50 }, () => random.next());
};

test('the same parts give the same numbers, others give others', () => {
  expect(draws('a', 1)).toEqual(draws('a', 1));
  for (const other of [['a', 2], ['a1'], ['b', 1], ['a', 1, '']]) expect(draws(...other)).not.toEqual(draws('a', 1));
});

test('numbers are spread evenly from 0 up to 1', () => {
  const many = Array.from({ length: 20_000 }, (_, index) => randomOf('even', index).next());
  expect(Math.min(...many)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...many)).toBeLessThan(1);
  const tenths = Array.from({ length: 10 }, (_, n) => many.filter((x) => Math.floor(x * 10) === n).length);
  for (const share of tenths) expect(Math.abs(share - 2000)).toBeLessThan(200);
});

test('whole numbers and picks stay within their bounds and reach both', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: -50, max: 50 }), fc.nat(20), (seed, from, width) => {
      const drawn = randomOf(seed).whole(from, from + width);
      return Number.isInteger(drawn) && drawn >= from && drawn <= from + width;
    }),
  );
  const random = randomOf('reach');
  expect(new Set(Array.from({ length: 200 }, () => random.pick(['a', 'b', 'c'])))).toEqual(new Set(['a', 'b', 'c']));
  expect(random.hex(32)).toMatch(/^[0-9a-f]{32}$/);
});

test('counts have their mean, and what lies around a median has it', () => {
  const random = randomOf('mean');
  const counts = Array.from({ length: 5_000 }, () => random.count(2.5));
  expect(counts.reduce((a, b) => a + b) / counts.length).toBeCloseTo(2.5, 0);
  const times = Array.from({ length: 5_001 }, () => random.around(800)).sort((a, b) => a - b);
  expect(Math.abs(times[2_500]! - 800)).toBeLessThan(40);
  expect(times[0]).toBeGreaterThan(0);
});
