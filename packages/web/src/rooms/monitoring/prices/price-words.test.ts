import { describe, expect, test } from 'vitest';
import { originOf, termsOf } from './price-words.ts';

describe('where a price comes from', () => {
  test.each([
    [{ source: null, overrideId: 'pov_1', validFrom: null }, 'said here'],
    [{ source: 'list', overrideId: null, validFrom: null }, 'list'],
    [{ source: 'list', overrideId: null, validFrom: '2025-08-07' }, 'list since 2025-08-07'],
    [
      { source: 'list', overrideId: 'pov_1', validFrom: '2025-08-07' },
      'list since 2025-08-07, less a discount said here',
    ],
    [{ source: 'list', overrideId: 'pov_1', validFrom: null }, 'list, less a discount said here'],
  ])('%j: %s', (price, words) => expect(originOf(price)).toBe(words));
});

describe('what was said', () => {
  const rates = (of: object) => ({ discountPercent: null, rates: of as never });

  test('a discount is off the list', () => {
    expect(termsOf({ rates: null, discountPercent: 10 })).toBe('10 % off the list');
    expect(termsOf({ rates: null, discountPercent: 12.5 })).toBe('12.5 % off the list');
  });

  test('rates are told in one order, those that were said alone', () => {
    expect(termsOf(rates({ output: 4, input: 2 }))).toBe('in 2.00, out 4.00');
    expect(termsOf(rates({ reasoning: 5, cacheWrite5m: 2.5, cacheRead: 0.2, output: 4, input: 2 }))).toBe(
      'in 2.00, out 4.00, cache read 0.20, cache write 2.50, reasoning 5.00',
    );
  });

  test('free is a price; not said is none', () => {
    expect(termsOf(rates({ input: 0, output: 4 }))).toBe('in 0.00, out 4.00');
    expect(termsOf(rates({ output: 4 }))).toBe('out 4.00');
  });
});
