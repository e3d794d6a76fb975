import fc from 'fast-check';
import { expect, test } from 'vitest';
import { neutralise, neutralLine } from './neutralise.ts';

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

test('whatever comes: what is shown holds nothing that hides, and nothing visible is lost', () => {
  // eslint-disable-next-line no-control-regex -- these are what is looked for
  const hiding = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/;
  const nasty = fc.constantFrom(
    '\u202e',
    '\u0000',
    '\u200b',
    '\r',
    '\u{e0041}',
    '\ud800',
    '\udc00',
    '\n',
    '\t',
    'a',
    'שלום',
    '😀',
  );
  fc.assert(
    fc.property(
      fc.array(fc.oneof(nasty, fc.string({ unit: 'grapheme', maxLength: 4 })), { maxLength: 20 }),
      (pieces) => {
        const raw = pieces.join('');
        const shown = neutralise(raw)
          .map((s) => ('text' in s ? s.text : ''))
          .join('');
        expect(shown).not.toMatch(hiding);
        expect(shown.isWellFormed()).toBe(true);
        const visible = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, '');
        expect(visible(shown)).toBe(visible(raw.toWellFormed()));
      },
    ),
    { numRuns: 1000 },
  );
});

test('where there is room for text alone what is hidden stands in brackets', () => {
  expect(neutralLine('a\u202eb\u200b\u200bc')).toBe('a[U+202E]b[2 hidden characters]c');
  expect(neutralLine('plain')).toBe('plain');
});
