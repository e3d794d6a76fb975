import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lex } from './lexer.ts';

const words = (sql: string): string[] => [...lex(sql)].filter(({ kind }) => kind === 'word').map(({ text }) => text);
const kinds = (sql: string): string[] => [...lex(sql)].map(({ kind, text }) => `${kind} ${text}`);

describe('what is a word of the statement', () => {
  test.each([
    ["'it''s SETTINGS'", []],
    ["'it\\'s SETTINGS'", []],
    ["'ends in a backslash \\\\' FORMAT", ['FORMAT']],
    ['"a "" FORMAT"', []],
    ['`a `` FORMAT`', []],
    ['$$ FORMAT $$', []],
    ['$tag$ it\'s "open" $$ FORMAT $tag$ x', ['x']],
    ['-- FORMAT\nx', ['x']],
    ['# FORMAT\nx', ['x']],
    ['#! FORMAT\nx', ['x']],
    ['#x', ['x']],
    ['/* FORMAT\n * more */x', ['x']],
    ['/**/x/***/y', ['x', 'y']],
    ["x--'\ny", ['x', 'y']],
    ['a_1 _b1', ['a_1', '_b1']],
    ['1a', ['a']],
    ["'ünïcode 😀' x", ['x']],
  ])('of %j: %j', (sql, wanted) => expect(words(sql)).toEqual(wanted));

  test('a quote that is never closed swallows nothing: the words behind it are seen, and the engine refuses', () => {
    expect(words("SELECT 'open SETTINGS")).toEqual(['SELECT', 'open', 'SETTINGS']);
    expect(words('SELECT /* open SETTINGS')).toEqual(['SELECT', 'open', 'SETTINGS']);
    expect(words('SELECT $a$ open $b$ FORMAT')).toEqual(['SELECT', 'a', 'open', 'b', 'FORMAT']);
  });

  test('brackets of all three kinds count as depth, and both ends of a pair stand outside of it', () => {
    const depths = [...lex('a(b[c{d}]) e')].map(({ text, depth }) => `${text}${depth}`);
    expect(depths).toEqual(['a0', '(0', 'b1', '[1', 'c2', '{2', 'd3', '}2', ']1', ')0', 'e0']);
  });
});

describe('over any text', () => {
  const piece = fc.oneof(
    fc.constantFrom("'", '"', '`', '\\', '$$', '$a$', '--', '/*', '*/', '#', '# ', '\n', '(', ')', ';', 'SELECT', ' '),
    fc.string({ unit: 'binary', maxLength: 5 }),
  );
  const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));

  test('tokens stand in order where they say, and between them are only blanks and comments', () => {
    fc.assert(
      fc.property(text, (sql) => {
        let end = 0;
        for (const token of lex(sql)) {
          expect(sql.slice(token.start, token.end)).toBe(token.text);
          expect(sql.slice(end, token.start)).toMatch(/^(?:\s|--[^\n]*|#[ !][^\n]*|\/\*[\s\S]*?\*\/)*$/);
          end = token.end;
        }
      }),
    );
  });

  test('a string that was quoted is one literal again, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const quoted = `'${value.replace(/[\\']/g, '\\$&')}'`;
        expect(kinds(`SELECT ${quoted} AS x`)).toEqual(['word SELECT', `literal ${quoted}`, 'word AS', 'word x']);
      }),
    );
  });
});
