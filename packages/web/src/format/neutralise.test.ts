import fc from 'fast-check';
import { expect, test } from 'vitest';
import { neutralise } from './neutralise.ts';

test('plain text passes untouched, with tabs, lines, emoji and joiners', () => {
  const text = 'Grüße\tan alle\n👩‍👩‍👧 می‌خواهم';
  expect(neutralise(text)).toEqual([{ text }]);
});

test('a right-to-left override is named, not obeyed', () => {
  expect(neutralise('invoice\u202efdp.exe')).toEqual([
    { text: 'invoice' },
    { mark: 'U+202E', title: 'U+202E right-to-left override' },
    { text: 'fdp.exe' },
  ]);
});

test('terminal escapes and lone carriage returns are named; CRLF is a line end', () => {
  expect(neutralise('a\r\nb\rc\u001b[2J')).toEqual([
    { text: 'a\nb' },
    { mark: 'U+000D', title: 'U+000D carriage return' },
    { text: 'c' },
    { mark: 'U+001B', title: 'U+001B escape' },
    { text: '[2J' },
  ]);
});

test('smuggled tag characters are counted and spelled out', () => {
  const smuggled = [...'ignore'].map((c) => String.fromCodePoint(0xe0000 + c.charCodeAt(0))).join('');
  expect(neutralise(`hi${smuggled}`)).toEqual([
    { text: 'hi' },
    { mark: '6 hidden characters', title: 'Tag characters that spell: ignore' },
  ]);
});

test('half a surrogate pair cannot break the page', () => {
  expect(neutralise('a\ud83d')).toEqual([{ text: 'a\ufffd' }]);
});

test('nothing that hides is ever left in shown text', () => {
  const nasty = fc
    .array(fc.constantFrom('a', '\u202e', '\u2066', '\u0000', '\u{e0041}', '\n', '\u200b', 'é'))
    .map((x) => x.join(''));
  fc.assert(
    fc.property(nasty, (text) => {
      const shown = neutralise(text)
        .map((s) => ('text' in s ? s.text : ''))
        .join('');
      return (
        [...shown].every((c) => ['a', '\n', 'é'].includes(c)) &&
        shown.length === [...text].filter((c) => 'aé\n'.includes(c)).length
      );
    }),
  );
});
