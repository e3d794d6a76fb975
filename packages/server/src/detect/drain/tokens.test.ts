import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tokensOf } from './tokens.ts';

test('words, masked; an empty message has none', () => {
  expect(tokensOf(' orders-db: connection\n reset  while reading order 1001 ')).toEqual([
    'orders-db:',
    'connection',
    'reset',
    'while',
    'reading',
    'order',
    '<num>',
  ]);
  expect(tokensOf(' \n')).toEqual([]);
});

test('of a Python traceback the last line', () => {
  const frames = Array.from({ length: 400 }, (_, n) => `  File "/app/x.py", line ${n}, in f\n    g(${n})`).join('\n');
  const message = `Traceback (most recent call last):\n${frames}\nKeyError: 'order'\n`;
  expect(tokensOf(message)).toEqual(['KeyError:', "'order'"]);
});

test('a megabyte, or one endless word, is cut and not read', () => {
  const begun = performance.now();
  expect(tokensOf('word '.repeat(200_000))).toHaveLength(49);
  expect(tokensOf('x'.repeat(1_000_000))).toEqual([`${'x'.repeat(60)}…`]);
  expect(performance.now() - begun).toBeLessThan(500);
});

test('any text gives at most 49 words of at most 61 characters', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 4_000, unit: 'binary' }), (text) => {
      const tokens = tokensOf(text);
      expect(tokens.length).toBeLessThanOrEqual(49);
      for (const token of tokens) expect(token.length).toBeLessThanOrEqual(61);
      expect(tokensOf(text)).toEqual(tokens);
    }),
  );
});
