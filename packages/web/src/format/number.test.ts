import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytes, count, plural, rate, seconds, unknown, usd } from './number.ts';

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

test('rates have the digits of a price list; one that is not said is unknown', () => {
  expect([rate(10), rate(0.025), rate(0), rate(0.0375), rate(1234.5)]).toEqual([
    ...['10.00', '0.025', '0.00', '0.0375', '1,234.50'],
  ]);
  expect([rate(null), rate(undefined)]).toEqual([unknown, unknown]);
});

test('bytes and plurals', () => {
  expect([bytes(999), bytes(1200), bytes(3_400_000)]).toEqual(['999 B', '1.2 kB', '3.4 MB']);
  expect([plural(1, 'step'), plural(2, 'step'), plural(0, 'retry', 'retries')]).toEqual([
    '1 step',
    '2 steps',
    '0 retries',
  ]);
});

test('no number above nothing is shown as nothing, and none shows a bare NaN', () => {
  fc.assert(
    fc.property(fc.double({ min: Number.MIN_VALUE, max: 1e12, noNaN: true }), (n) => {
      for (const text of [seconds(n), usd(n)]) {
        expect(text).not.toMatch(/NaN|Infinity|e[+-]/);
        expect(text).not.toMatch(/^0\.0+$/);
      }
    }),
  );
});

test('what is read back is what was meant, to the digits shown', () => {
  const value = (text: string): number => Number(text.replaceAll(',', '').replace('<', ''));
  fc.assert(
    fc.property(fc.integer({ min: 10, max: 1e9 }), (ms) => Math.abs(value(seconds(ms)) - ms / 1000) <= 0.005 + 1e-9),
  );
  fc.assert(fc.property(fc.nat(1e9), (n) => value(count(n)) === n));
});

test('sizes grow with their bytes and never show a thousand of a unit', () => {
  fc.assert(fc.property(fc.nat(2 ** 31 - 1), (n) => !/^\d{4,}/.test(bytes(n))));
  expect([bytes(0), bytes(999), bytes(1000), bytes(999_949), bytes(1_500_000)]).toEqual([
    '0 B',
    '999 B',
    '1.0 kB',
    '999.9 kB',
    '1.5 MB',
  ]);
});
