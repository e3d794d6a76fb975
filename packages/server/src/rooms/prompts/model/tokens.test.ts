import fc from 'fast-check';
import { expect, test } from 'vitest';
import { estimateTokens } from './tokens.ts';

test.each([
  ['', 0],
  ['Hello', 1],
  ['Hello, world!', 4],
  ['You are a support agent.', 7],
  ['internationalization', 4],
  ['漢字かな', 4],
  ['Grüße', 1],
  ['2026-11-22', 6],
])('"%s" is about %i', (text, tokens) => {
  expect(estimateTokens(text)).toBe(tokens);
});

test('never less for more text, never more than letters, and two texts apart are no fewer than together', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 60 });
  fc.assert(
    fc.property(text, text, (one, other) => {
      expect(estimateTokens(`${one} ${other}`)).toBe(estimateTokens(one) + estimateTokens(other));
      expect(estimateTokens(one)).toBeLessThanOrEqual(one.length);
    }),
  );
});
