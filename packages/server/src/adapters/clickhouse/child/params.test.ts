import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lex } from './lexer.ts';
import { withParams } from './params.ts';

const written = (sql: string, params: Record<string, string>) => withParams(sql, new URLSearchParams(params));
/** How ClickHouse's own clients write a parameter into the query string. */
const escaped = (value: string): string =>
  value.replace(
    /[\\\n\t\r\b\f\0']/g,
    (c) => ({ '\n': '\\n', '\t': '\\t', '\r': '\\r', '\b': '\\b', '\f': '\\f', '\0': '\\0' })[c] ?? `\\${c}`,
  );
/** What the engine reads out of a literal. */
const read = (literal: string): string =>
  literal.slice(1, -1).replace(/\\([\s\S])/g, (_, c: string) => (c === '0' ? '\0' : c));

test('whatever text it was stays within one literal and comes out as it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => {
      const sql = written('SELECT {v:String}', { param_v: escaped(value) });
      const tokens = [...lex(sql)];
      expect(tokens.map(({ kind }) => kind)).toEqual(['word', 'literal']);
      expect(read(tokens[1]!.text)).toBe(value);
    }),
  );
});

test.each([
  ['\\N', 'Nullable(String)', "CAST(NULL, 'Nullable(String)')"],
  ['\\\\N', 'Nullable(String)', "CAST('\\\\N', 'Nullable(String)')"],
  ['', 'String', "''"],
  ['null', 'String', "'null'"],
  ['\\q', 'String', "'q'"],
  ['5', 'UInt32', "CAST('5', 'UInt32')"],
  ["['it\\'s','a\\\\b']", 'Array(String)', "CAST('[\\'it\\\\\\'s\\',\\'a\\\\\\\\b\\']', 'Array(String)')"],
  ['[1,2]', "Array(DateTime('UTC'))", "CAST('[1,2]', 'Array(DateTime(\\'UTC\\'))')"],
  ["{'k\\'':'{v:String}'}", 'Map(String, String)', "CAST(map('k\\'','{v:String}'), 'Map(String, String)')"],
  [
    "(-1.5e3,NULL,'x')",
    'Tuple(Float64, Nullable(UInt8), String)',
    "CAST((-1.5e3,NULL,'x'), 'Tuple(Float64, Nullable(UInt8), String)')",
  ],
  ['ta`ble', 'Identifier', '`ta\\`ble`'],
])('%j as %s is %s', (sent, type, wanted) => {
  expect(written(`SELECT {v:${type}} AS v`, { param_v: sent })).toBe(`SELECT ${wanted} AS v`);
});

test('each goes where it belongs, as often as it is asked for', () => {
  const sql = 'SELECT { vv : Array(String) }, {v:String}, {v:String} WHERE x = {xv:UInt8}';
  expect(written(sql, { param_v: 'a', param_vv: "['b']", param_xv: '3' })).toBe(
    "SELECT CAST('[\\'b\\']', 'Array(String)'), 'a', 'a' WHERE x = CAST('3', 'UInt8')",
  );
});

test.each([
  'SELECT \'{v:String}\', "{v:String}", `{v:String}`',
  'SELECT 1 -- {v:String}\n',
  'SELECT /* {v:String} */ 1',
  "SELECT map('a', 1), {'v': 1}, { 1 : 2 }",
  'SELECT 1',
])('%s stays as it is', (sql) => expect(written(sql, { param_v: 'x' })).toBe(sql));

test('a value is not read as a place for another', () => {
  expect(written('SELECT {a:String}, {b:String}', { param_a: '{b:String}', param_b: 'x' })).toBe(
    "SELECT '{b:String}', 'x'",
  );
});

test('signs that stand apart begin no comment', () => {
  const sql = 'SELECT {v:Tuple(Int8)} FROM t WHERE team = 1';
  for (const value of ['(- - 1)', '(-/**/- 1)', '(-\n-1)'])
    expect([...lex(written(sql, { param_v: value }))].at(-1)!.text).toBe('1');
});

test.each(["(1), 'x') OR (1", "1), 'UInt8') --", '(1', "{'a':1", '[[1]'])('%s is no whole value', (value) =>
  expect(() => written('SELECT {v:Tuple(UInt8)}', { param_v: value })).toThrow(/Code: 457/),
);

test.each(["{'a':version()}", '(SELECT 1)', "{'a':b}", '(1) OR "x"', "{'a':`b`}"])('%s is no value', (value) =>
  expect(() => written('SELECT {v:Map(String, String)}', { param_v: value })).toThrow(/Code: 457/),
);

test('one that was not sent is named', () => {
  expect(() => written('SELECT {missing:String}', { param_other: 'x' })).toThrow(
    /Code: 456.*Substitution `missing` is not set/,
  );
});
