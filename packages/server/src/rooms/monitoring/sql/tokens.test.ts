import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from './parse.ts';
import { print } from './print.ts';
import { placeOf, SqlRefusal } from './refusal.ts';
import { tokensOf } from './tokens.ts';

const cut = (text: string): string[] => tokensOf(text).map(({ kind, text: own }) => `${kind} ${own}`);
const place = (text: string): number => {
  try {
    tokensOf(text);
    return -1;
  } catch (error) {
    if (!(error instanceof SqlRefusal)) throw error;
    return error.at;
  }
};

describe('cutting', () => {
  test.each<[string, string[]]>([
    ['', ['end ']],
    ['a.b', ['name a', 'sign .', 'name b', 'end ']],
    ['a-->b', ['name a', 'end ']],
    ['a- ->b', ['name a', 'sign -', 'sign ->', 'name b', 'end ']],
    ['a<=b', ['name a', 'sign <=', 'name b', 'end ']],
    ['1.5e-3', ['number 1.5e-3', 'end ']],
    ['.5', ['number .5', 'end ']],
    ['1-1', ['number 1', 'sign -', 'number 1', 'end ']],
    ["'a''b'", ["string a'b", 'end ']],
    ["''", ['string ', 'end ']],
    ["''''", ["string '", 'end ']],
    [String.raw`'\\'`, ['string \\', 'end ']],
    [String.raw`'\'--'`, ["string '--", 'end ']],
    ["'/* -- */'", ['string /* -- */', 'end ']],
    ["'👍🏽 é 漢'", ['string 👍🏽 é 漢', 'end ']],
    ['"Ä b"', ['quoted Ä b', 'end ']],
    ['`from`', ['quoted from', 'end ']],
    ['a/* b */c', ['name a', 'name c', 'end ']],
    ["a -- ' /*\nb", ['name a', 'name b', 'end ']],
    ['a -- b', ['name a', 'end ']],
  ])('%j', (text, expected) => expect(cut(text)).toEqual(expected));

  test.each<[string, number]>([
    ["a 'b", 2],
    ['a "b', 2],
    [String.raw`'a\q'`, 2],
    ["'a\\", 2],
    ['a /* b', 2],
    ['a /* /* */', 5],
    ['a "b.c"', 2],
    ['a "1b"', 2],
    ['a "b\'c"', 2],
    [`"${'a'.repeat(65)}"`, 0],
    ['1a', 0],
    ['1..2', 0],
    ["'\ud800'", 0],
    ["'\u2066'", 0],
    ["'\ue000'", 0],
    ['a \u2028', 2],
    ['a ﹔', 2],
  ])('%j is refused at %i', (text, at) => expect(place(text)).toBe(at));
});

test('any text that may be said comes through unchanged, and holds nothing back', () => {
  const said = fc.string({ unit: 'grapheme', maxLength: 80 }).filter((text) => !/[\p{C}]/u.test(text));
  const hostile = fc
    .array(fc.constantFrom("'", '\\', '"', '`', '--', '/*', '*/', ';', '{s0:String}', '\n', '\t', 'a', ' OR 1=1'))
    .map((all) => all.join(''));
  fc.assert(
    fc.property(fc.oneof(said, hostile), (text) => {
      const written = `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
      expect(tokensOf(written)).toMatchObject([{ kind: 'string', text }, { kind: 'end' }]);
      // As a statement it is one value, also once it is printed.
      const again = parse(print(parse(`SELECT ${written} AS a`)));
      expect(again.parts[0]!.items).toMatchObject([{ expr: { kind: 'string', value: text }, alias: 'a' }]);
    }),
    { numRuns: 300 },
  );
});

test('places are lines and columns from 1', () => {
  expect([0, 2, 3, 4, 5].map((at) => Object.values(placeOf('ab\n\nc', at)).join(':'))).toEqual([
    ...['1:1', '1:3', '2:1', '3:1', '3:2'],
  ]);
  expect(placeOf('', 0)).toEqual({ line: 1, column: 1 });
});
