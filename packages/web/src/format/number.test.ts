import { expect, test } from 'vitest';
import { bytes, count, plural, seconds, unknown, usd } from './number.ts';

test('unknown is a dash and zero is a zero', () => {
  for (const format of [count, seconds, usd]) {
    expect(format(null)).toBe(unknown);
    expect(format(0)).toMatch(/^0/);
  }
});

test('counts are grouped and exact', () => {
  expect(count(1_234_567)).toBe('1,234,567');
});

test('columns with a unit keep their decimals, so that points stand under each other', () => {
  expect(seconds(420)).toBe('0.42');
  expect(seconds(1_204_310)).toBe('1,204.31');
  expect(usd(0.5)).toBe('0.5000');
});

test('a cost or a duration too small to show is not shown as nothing', () => {
  expect(seconds(3.1)).toBe('<0.01');
  expect(usd(0.000_01)).toBe('<0.0001');
});

test('bytes and plurals', () => {
  expect([bytes(999), bytes(1200), bytes(3_400_000)]).toEqual(['999 B', '1.2 kB', '3.4 MB']);
  expect([plural(1, 'step'), plural(2, 'step'), plural(0, 'retry', 'retries')]).toEqual([
    '1 step',
    '2 steps',
    '0 retries',
  ]);
});
