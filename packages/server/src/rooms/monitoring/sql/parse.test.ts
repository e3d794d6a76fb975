import { describe, expect, test } from 'vitest';
import { parse } from './parse.ts';
import { print } from './print.ts';

const item = (text: string): string => print(parse(`SELECT ${text}`)).slice('SELECT '.length);

describe('expressions bind as they do everywhere', () => {
  test.each<[string, string]>([
    ['1 + 2 * 3', '(1 + (2 * 3))'],
    ['(1 + 2) * 3', '((1 + 2) * 3)'],
    ['1 - 2 - 3', '((1 - 2) - 3)'],
    ['-a * b', '((- "a") * "b")'],
    ['a OR b AND NOT c = d', '("a" OR ("b" AND (NOT ("c" = "d"))))'],
    ['a AND b AND c', '("a" AND "b" AND "c")'],
    ['a == 1 AND b <> 2', '(("a" = 1) AND ("b" != 2))'],
    ["a || 'x' = b", '(("a" || \'x\') = "b")'],
    ['a BETWEEN 1 AND 2 AND b', '(("a" BETWEEN 1 AND 2) AND "b")'],
    ['a NOT BETWEEN 1 AND 2', '("a" NOT BETWEEN 1 AND 2)'],
    ['a NOT IN (1, 2)', '("a" NOT IN (1, 2))'],
    ['a IN (SELECT 1)', '("a" IN (SELECT 1))'],
    ["a NOT ILIKE '%x'", '("a" NOT ILIKE \'%x\')'],
    ['a IS NOT NULL', '("a" IS NOT NULL)'],
    ['a[1]::String', 'CAST(("a")[1] AS String)'],
    ['CAST(a AS nullable(uint8))', 'CAST("a" AS Nullable(UInt8))'],
    ['interval 5 minute', 'INTERVAL 5 MINUTE'],
    ['now() - INTERVAL (1 + 1) DAY', '(now() - INTERVAL ((1 + 1)) DAY)'],
    ['CASE a WHEN 1 THEN 2 ELSE 3 END', 'CASE "a" WHEN 1 THEN 2 ELSE 3 END'],
    ['(a, 1)', '("a", 1)'],
    ['[]', '[]'],
    ["'it''s \\\\ \\n'", String.raw`'it\'s \\ \n'`],
    ['COUNT(*)', 'count()'],
    ['count(DISTINCT a)', 'count(DISTINCT "a")'],
    ['QUANTILE(0.9)(a)', 'quantile(0.9)("a")'],
    ["date_trunc('hour', a)", 'dateTrunc(\'hour\', "a")'],
    ['left(a, 2)', 'left("a", 2)'],
    ['arrayMap(x -> x + 1, a)', 'arrayMap("x" -> ("x" + 1), "a")'],
    ['arrayMap((x, y) -> x, a, b)', 'arrayMap(("x", "y") -> "x", "a", "b")'],
    ['sum(a) OVER ()', 'sum("a") OVER ()'],
    [
      'rank() OVER (PARTITION BY a ORDER BY b DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 2 FOLLOWING)',
      'rank() OVER (PARTITION BY "a" ORDER BY "b" DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 2 FOLLOWING)',
    ],
  ])('%s', (text, printed) => {
    expect(item(text)).toBe(printed);
    expect(item(printed)).toBe(printed);
  });
});

describe('clauses', () => {
  test.each<[string, string]>([
    ['select distinct a x, t.* from runs t', 'SELECT DISTINCT "a" AS "x", "t".* FROM "runs" AS "t"'],
    ['SELECT 1 -- a comment\n/* and one more */ , 2', 'SELECT 1, 2'],
    [
      'SELECT a FROM runs LEFT OUTER JOIN scores s ON a = b JOIN steps USING (x, y)',
      'SELECT "a" FROM "runs" AS "runs" LEFT JOIN "scores" AS "s" ON ("a" = "b") INNER JOIN "steps" AS "steps" USING ("x", "y")',
    ],
    [
      'SELECT a FROM runs WHERE b GROUP BY a, 2 HAVING c ORDER BY a ASC, b DESC NULLS FIRST LIMIT 1 BY a LIMIT 5 OFFSET 2',
      'SELECT "a" FROM "runs" AS "runs" WHERE "b" GROUP BY "a", 2 HAVING "c" ORDER BY "a", "b" DESC NULLS FIRST LIMIT 1 BY "a" LIMIT 5 OFFSET 2',
    ],
    [
      'WITH x AS (SELECT 1), y AS (SELECT 2) SELECT * FROM x',
      'WITH "x" AS (SELECT 1), "y" AS (SELECT 2) SELECT * FROM "x" AS "x"',
    ],
    ['SELECT * FROM (SELECT 1 UNION ALL SELECT 2) AS u', 'SELECT * FROM (SELECT 1 UNION ALL SELECT 2) AS "u"'],
    ['SELECT `a b`, "c (%)" FROM runs', 'SELECT "a b", "c (%)" FROM "runs" AS "runs"'],
  ])('%s', (text, printed) => {
    expect(print(parse(text))).toBe(printed);
    expect(print(parse(printed))).toBe(printed);
  });
});
