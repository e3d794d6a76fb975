import type { PriceOverride } from 'signalbox/contract/monitoring';
import { describe, expect, test } from 'vitest';
import { priceAgain, priceOfForm, rateFields } from './price-form.ts';
import { originOf, termsOf } from './price-words.ts';

const form = (fields: Record<string, string>): FormData => {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
};
const override = (over: Partial<PriceOverride>): PriceOverride => ({
  ...{ id: 'prc_1', provider: null, model: 'house', rates: null, discountPercent: null },
  ...over,
});

describe('what is typed', () => {
  test('becomes rates; what is left empty is left out and not 0', () => {
    const typed = { model: ' house* ', provider: '', input: '2', output: '0', cacheRead: '', reasoning: '0.5' };
    expect(priceOfForm(form(typed), 'rates')).toEqual({
      ...{ model: 'house*', rates: { input: 2, output: 0, reasoning: 0.5 } },
    });
  });
  test('becomes a discount alone, whatever else was typed before', () => {
    const typed = { model: 'm', provider: 'openai', input: '2', discountPercent: '12.5' };
    expect(priceOfForm(form(typed), 'discount')).toEqual({ model: 'm', provider: 'openai', discountPercent: 12.5 });
  });
  test('each field has a label, and those that are needed have no word for being empty', () => {
    for (const { label, hint, needed = false } of rateFields) {
      expect(label).not.toBe('');
      expect(hint.startsWith('Empty')).toBe(!needed);
    }
  });
});

test('what is said already goes back as it was', () => {
  const rates = { input: 1, output: 2 };
  expect(priceAgain(override({ rates }))).toEqual({ model: 'house', rates });
  expect(priceAgain(override({ provider: 'openai', discountPercent: 5 }))).toEqual({
    ...{ provider: 'openai', model: 'house', discountPercent: 5 },
  });
});

test.each([
  [{ overrideId: null, source: 'https://x.example', validFrom: '2025-08-07' }, 'list since 2025-08-07'],
  [{ overrideId: 'prc_1', source: 'https://x.example', validFrom: '2025-08-07' }, /since 2025-08-07, less a discount/],
  [{ overrideId: 'prc_1', source: null, validFrom: null }, 'said here'],
])('%j comes from: %s', (price, said) => expect(originOf(price)).toMatch(said));

test('terms in words: only what is said, in the order of the fields', () => {
  expect(termsOf(override({ rates: { input: 2, output: 0.075, reasoning: 8 } }))).toBe(
    'in 2.00, out 0.075, reasoning 8.00',
  );
  expect(termsOf(override({ discountPercent: 12.5 }))).toBe('12.5 % off the list');
});
