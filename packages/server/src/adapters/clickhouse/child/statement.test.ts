import { expect, test } from 'vitest';
import { readingFrom } from './insert-body.ts';
import { settingsOf, withSettings } from './settings.ts';
import { readStatement } from './statement.ts';

const shape = (sql: string): unknown[] => {
  const { role, format, streamed } = readStatement(sql);
  return [role, format, streamed];
};

test('routes by the first word and streams what can be cut into chunks', () => {
  expect(shape('select 1')).toEqual(['read', 'TabSeparated', true]);
  expect(shape('  -- why\n/* INSERT */ WITH 1 AS x SELECT x FORMAT JSONEachRow')).toEqual([
    'read',
    'JSONEachRow',
    true,
  ]);
  expect(shape('(SELECT 1) FORMAT JSON')).toEqual(['read', 'JSON', false]);
  expect(shape('SELECT 1 FORMAT CSVWithNames SETTINGS max_threads = 1')).toEqual(['read', 'CSVWithNames', false]);
  expect(shape('SHOW TABLES FORMAT JSONEachRow')).toEqual(['read', 'JSONEachRow', false]);
  expect(shape('CREATE TABLE t (a UInt8) ENGINE = Memory')).toEqual(['write', 'TabSeparated', false]);
  expect(shape('INSERT INTO t FORMAT RowBinary')).toEqual(['write', 'RowBinary', false]);
});

test('words in quotes, brackets, comments, names and data are no clauses', () => {
  expect(shape("SELECT 'FORMAT JSON'")).toEqual(['read', 'TabSeparated', true]);
  expect(shape('SELECT format FROM t')).toEqual(['read', 'TabSeparated', true]);
  expect(shape('SELECT $x$ ; FORMAT JSON $x$, `a;b`, "c\\";d"')).toEqual(['read', 'TabSeparated', true]);
  expect(() => readStatement("INSERT INTO t VALUES ('a;b'); it's \"open")).not.toThrow();
  expect(() => readStatement('SELECT 1;')).not.toThrow();
  expect(() => readStatement(`SELECT '${'x'.repeat(8_000_000)}'`)).not.toThrow();
});

test('refuses several statements, what sticks to the connection, and nothing at all', () => {
  for (const sql of ['SELECT 1; SELECT 2', 'SET a = 1', 'use x', "SELECT 1 INTO OUTFILE 'x'", ' ', '-- x']) {
    expect(() => readStatement(sql), sql).toThrow(/^Code: \d+\. DB::Exception: /);
  }
});

test('settings go where the engine takes them, and the statement has the last word', () => {
  const put = (sql: string): string => withSettings(readStatement(sql), ['a = 1', "b = 'x'"]);
  expect(put('SELECT 1 FORMAT JSON')).toBe("SELECT 1 FORMAT JSON\nSETTINGS a = 1, b = 'x'");
  expect(put('SELECT 1 -- end')).toBe("SELECT 1 -- end\nSETTINGS a = 1, b = 'x'");
  expect(put('SELECT settings FROM t SETTINGS a = 2')).toBe("SELECT settings FROM t SETTINGS a = 1, b = 'x', a = 2");
  expect(put('INSERT INTO t (x) SELECT 1')).toBe("INSERT INTO t (x) SETTINGS a = 1, b = 'x' SELECT 1");
  expect(put('INSERT INTO t VALUES (1)')).toBe("INSERT INTO t SETTINGS a = 1, b = 'x' VALUES (1)");
  expect(put('ALTER TABLE t DELETE WHERE 1')).toBe("ALTER TABLE t DELETE WHERE 1\nSETTINGS a = 1, b = 'x'");
  expect(put('CREATE DATABASE d')).toBe('CREATE DATABASE d');
});

test('settings come from the query string without what is meant for the wire', () => {
  const params = new URLSearchParams({
    query_id: 'x',
    database: 'd',
    param_a: '1',
    max_threads: '2',
    log_comment: "it's \\ 5",
  });
  expect(settingsOf(params)).toEqual(['max_threads = 2', "log_comment = 'it\\'s \\\\ 5'"]);
  expect(() => settingsOf(new URLSearchParams({ 'a = 1, b': '1' }))).toThrow(/UNKNOWN_SETTING/);
});

test('a body is read from a file instead', () => {
  const read = (sql: string): string => readingFrom("/tmp/it's", readStatement(sql));
  expect(read('INSERT INTO t (a) FORMAT RowBinary')).toBe(
    "INSERT INTO t (a) SELECT * FROM file('/tmp/it\\'s', 'RowBinary')",
  );
  expect(read("INSERT INTO t (a, b) SELECT a, now() FROM input('a UInt8') FORMAT RowBinary")).toBe(
    "INSERT INTO t (a, b) SELECT a, now() FROM file('/tmp/it\\'s', 'RowBinary', 'a UInt8') ",
  );
  expect(() => read('CREATE TABLE t (a UInt8) ENGINE = Memory')).toThrow(/INSERT … FORMAT only/);
});
