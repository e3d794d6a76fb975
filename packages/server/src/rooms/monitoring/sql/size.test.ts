import { expect, test } from 'vitest';
import { parse } from './parse.ts';
import { bounds, SqlRefusal } from './refusal.ts';
import { sizeOf } from './size.ts';

const size = (sql: string): number => sizeOf(parse(sql).parts[0]!);
const chain = (times: number, last = ''): string =>
  `SELECT 1 AS a0, ${Array.from({ length: times }, (_, i) => `a${i} + a${i} AS a${i + 1}`).join(', ')}${last}`;

test('parts are counted with names written out, wherever they are used', () => {
  expect(size('SELECT 1')).toBe(1);
  expect(size('SELECT 1 + 2 AS a')).toBe(3);
  expect(size('SELECT 1 + 2 AS a, a * a AS b')).toBe(3 + 7);
  const more = (tail: string): number =>
    size(`SELECT 1 + 2 AS a FROM runs ${tail}`) - size('SELECT 1 + 2 AS a FROM runs');
  for (const tail of ['WHERE a', 'GROUP BY a', 'HAVING a', 'ORDER BY a', 'LIMIT 1 BY a', 'JOIN scores ON a'])
    expect([tail, more(tail)]).toEqual([tail, 3]);
});

test('each name doubles what stands before it, and the end of that is refused', () => {
  expect(size(chain(4)) * 2).toBeLessThan(size(chain(6)));
  expect(() => size(chain(13))).toThrow(SqlRefusal);
  expect(() => size(chain(13))).toThrow(/too large/);
});

test('what is used in a join is no way around: a column called as an alias is the alias', () => {
  const times = Array.from({ length: 40 }, () => 'agent = agent').join(' AND ');
  const sql = (alias: string): string => `${chain(8, `, a8 AS ${alias}`)} FROM runs JOIN scores ON ${times}`;
  expect(size(sql('other'))).toBeLessThan(bounds.nodes);
  expect(() => size(sql('agent'))).toThrow(SqlRefusal);
});

test('a name within itself is the column of that name, and names in a ring end', () => {
  expect(size('SELECT upper(agent) AS agent FROM runs')).toBeLessThan(5);
  expect(size('SELECT b AS a, a AS b')).toBeLessThan(10);
});

test('a query inside weighs more than it is long, in a list too', () => {
  expect(size('SELECT (SELECT 1)')).toBeGreaterThan(100);
  expect(size('SELECT 1 IN (SELECT 1)')).toBeGreaterThan(100);
  expect(size('SELECT 1 IN (1, 2)')).toBe(4);
});
