import { describe, expect, test } from 'vitest';
import { check } from './check.ts';
import { parse } from './parse.ts';
import { SqlRefusal } from './refusal.ts';
import { views } from './views.ts';

const checked = (sql: string, mayRead = false) => check(parse(sql), mayRead);
const refusal = (sql: string, mayRead = false): string => {
  try {
    checked(sql, mayRead);
    return 'understood';
  } catch (error) {
    if (!(error instanceof SqlRefusal)) throw error;
    return `${error.kind} at ${error.at}: ${error.message}`;
  }
};

describe('content', () => {
  const content = [...views.values()].flatMap(({ name, columns }) =>
    columns.filter((column) => column.content === true).map((column) => [name, column.name] as const),
  );

  test.each(content)('%s.%s is refused in every place of a statement without the right', (table, column) => {
    const places = [
      `SELECT ${column} FROM ${table}`,
      `SELECT x.${column} FROM ${table} AS x`,
      `SELECT "${column}" FROM ${table}`,
      `SELECT max(${column}) OVER (PARTITION BY team_id) FROM ${table}`,
      `SELECT count() OVER (PARTITION BY ${column}) FROM ${table}`,
      `SELECT count() OVER (ORDER BY ${column}) FROM ${table}`,
      `SELECT 1 FROM ${table} WHERE ${column} LIKE 'a%'`,
      `SELECT 1 FROM ${table} GROUP BY ${column}`,
      `SELECT 1 FROM ${table} GROUP BY 1 HAVING max(${column}) = 'a'`,
      `SELECT 1 FROM ${table} ORDER BY ${column}`,
      `SELECT 1 FROM ${table} LIMIT 1 BY ${column}`,
      `SELECT 1 FROM ${table} AS a JOIN steps AS b ON a.${column} = b.model`,
      `SELECT 1 FROM ${table} AS a JOIN ${table} AS b USING (${column})`,
      `SELECT 1 WHERE 1 IN (SELECT length(${column}) FROM ${table})`,
      `SELECT (SELECT max(${column}) FROM ${table})`,
      `WITH c AS (SELECT ${column} AS harmless FROM ${table}) SELECT harmless FROM c`,
      `SELECT 1 AS a UNION ALL SELECT length(${column}) FROM ${table}`,
      `SELECT arrayMap(x -> concat(x, ${column}), ['a']) FROM ${table}`,
      `SELECT arrayMap(${column} -> ${column}, ['a']) FROM ${table}`,
      `SELECT CASE WHEN ${column} IS NULL THEN 1 ELSE 2 END FROM ${table}`,
      `SELECT 'a' AS ${column}, ${column} FROM ${table}`,
    ];
    for (const sql of places) {
      expect([sql, refusal(sql)]).toEqual([sql, expect.stringContaining('needs the right content.read')]);
      expect([sql, [...checked(sql, true).content]]).toEqual([sql, [column]]);
    }
  });

  test('of a table with content all else is read without the right, and nothing is recorded', () => {
    expect(content.length).toBeGreaterThan(3);
    for (const { name } of views.values()) expect(checked(`SELECT * FROM ${name}`, true).content.size).toBe(0);
    expect(refusal('SELECT agent AS input_preview FROM runs ORDER BY input_preview')).not.toContain('understood');
    expect(refusal('SELECT agent AS comment FROM runs ORDER BY comment')).toBe('understood');
  });
});

describe('names', () => {
  test('those of tables are found however deep they stand', () => {
    const sql = `WITH a AS (SELECT run_id FROM runs), b AS (SELECT run_id FROM a)
      SELECT (SELECT count() FROM metrics) FROM b WHERE run_id IN (SELECT run_id FROM steps) UNION ALL SELECT count() FROM scores`;
    expect([...checked(sql).views].toSorted()).toEqual(['metrics', 'runs', 'scores', 'steps']);
    expect(checked('SELECT 1').views.size).toBe(0);
  });

  test.each([
    'SELECT agent AS who FROM runs WHERE who = 1 GROUP BY who HAVING who = 2 ORDER BY who LIMIT 1 BY who',
    'SELECT who FROM (SELECT agent AS who FROM runs)',
    'SELECT n FROM (SELECT count() AS n, * FROM runs)',
    'SELECT agent FROM (SELECT * FROM runs) AS r WHERE r.agent = 1',
    'WITH a AS (SELECT 1 AS x) SELECT x FROM (SELECT x FROM a)',
    'WITH a AS (SELECT 1 AS x) SELECT 1 WHERE 1 IN (SELECT x FROM a)',
    'SELECT arrayMap((a, b) -> a + b, [1], [2])',
    'SELECT arrayMap(a -> arrayMap(b -> a + b, [1]), [2])',
    'SELECT * FROM (SELECT 1 AS x) AS a JOIN (SELECT 1 AS x) AS b USING (x)',
  ])('%s is understood', (sql) => expect(refusal(sql)).toBe('understood'));

  test.each([
    ['SELECT agent FROM runs JOIN scores ON who = 1', 'no column "who"'],
    ['SELECT agent AS who FROM runs JOIN scores ON who = trace_id', 'no column "who"'],
    ['SELECT agent FROM (SELECT agent AS who FROM runs)', 'no column "agent"'],
    ['SELECT r.agent FROM (SELECT * FROM runs) AS s', 'no table "r"'],
    ['SELECT arrayMap(x -> x, [1]), x', 'no column "x"'],
    ['SELECT a.x FROM (SELECT 1 AS x) AS a JOIN (SELECT 2 AS y) AS b ON b.x = 1', 'no column "b.x"'],
    ['SELECT input_preview FROM (SELECT * FROM steps)', 'no column "input_preview"'],
    ['WITH a AS (SELECT 1 AS x), a AS (SELECT 2 AS x) SELECT x FROM a', 'There is a "a" already'],
    ['SELECT 1 FROM (WITH a AS (SELECT 1 AS x) SELECT x FROM a) JOIN a ON 1 = 1', 'There is no table "a"'],
    ['SELECT count(*) FROM runs WHERE (SELECT r.agent FROM steps) = 1', 'no table "r"'],
    ['SELECT lower(r.*) FROM runs AS r', 'Here "*" means nothing'],
    ['SELECT [r.*] FROM runs AS r', 'Here "*" means nothing'],
  ])('%s is refused', (sql, said) => expect(refusal(sql)).toContain(said));
});

describe('size', () => {
  const reads = (n: number): string =>
    `SELECT ${Array.from({ length: n }, () => '(SELECT count() FROM runs)').join(', ')}`;

  test('sixteen tables are read, and no more, CTEs counted where they are used', () => {
    expect(refusal(reads(16))).toBe('understood');
    expect(refusal(reads(17))).toContain('too_large');
    const used = (n: number): string =>
      `WITH c AS (SELECT 1 AS x FROM runs UNION ALL SELECT 1 AS x FROM steps) ${Array.from({ length: n }, () => 'SELECT x FROM c').join(' UNION ALL ')}`;
    expect(refusal(used(8))).toBe('understood');
    expect(refusal(used(9))).toContain('too_large');
  });

  test.each([
    ['::', `SELECT 1${'::String'.repeat(130)}`],
    ['IS NULL', `SELECT 1${' IS NULL'.repeat(130)}`],
    ['[ ]', `SELECT [1]${'[1]'.repeat(130)}`],
    ['=', `SELECT 1${' = 1'.repeat(130)}`],
    ['LIKE', `SELECT 'a'${" LIKE 'a'".repeat(130)}`],
    ['||', `SELECT 'a'${" || 'a'".repeat(130)}`],
  ])('a chain of %s is as deep as it is long', (_, sql) => expect(refusal(sql)).toContain('too_large'));

  test('a chain of two thousand conditions neither breaks nor is deep', () => {
    for (const word of ['AND', 'OR'])
      expect(refusal(`SELECT 1 WHERE ${Array.from({ length: 1_990 }, () => '1').join(` ${word} `)}`)).toBe(
        'understood',
      );
  });
});
