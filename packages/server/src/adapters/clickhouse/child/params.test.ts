import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bindings } from './params.ts';

const bound = (sql: string, params: Record<string, string>) => bindings(sql, new URLSearchParams(params));
/** How ClickHouse's own clients write a parameter into the query string. */
const escaped = (value: string): string =>
  value.replace(
    /[\\\n\t\r\b\f\0']/g,
    (c) => ({ '\n': '\\n', '\t': '\\t', '\r': '\\r', '\b': '\\b', '\f': '\\f', '\0': '\\0' })[c] ?? `\\${c}`,
  );

describe('parameters of a request', () => {
  test('come out as the client meant them, whatever text it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        expect(bound('SELECT {v:String}', { param_v: escaped(value) })).toEqual({ v: value });
      }),
    );
  });

  test.each([
    ['\\N', null],
    ['\\\\N', '\\N'],
    ['', ''],
    ['null', 'null'],
    ['a\\', 'a\\'],
    ['\\q', 'q'],
  ])('%j is %j', (sent, wanted) =>
    expect(bound('SELECT {v:Nullable(String)}', { param_v: sent })).toEqual({ v: wanted }),
  );

  test.each(['Array(String)', 'Tuple(String, UInt8)', 'Map(String, String)', 'Nested(a String)', ' array(String)'])(
    'a quote inside a %s is doubled',
    (type) => expect(bound(`SELECT {v:${type}}`, { param_v: "['it\\'s']" })).toEqual({ v: "['it''s']" }),
  );

  test('the type that counts is the parameter’s own, not another’s of a longer name', () => {
    const sql = 'SELECT {vv:Array(String)}, {v:String}, {xv:Array(String)}';
    expect(bound(sql, { param_v: "it\\'s", param_vv: "['it\\'s']" })).toEqual({ v: "it's", vv: "['it''s']" });
  });

  test('names are never part of a pattern, and what is no parameter is left alone', () => {
    expect(bound('SELECT 1', { 'param_.*': "a\\'b", query_id: 'q', max_threads: '2' })).toEqual({ '.*': "a'b" });
  });
});
