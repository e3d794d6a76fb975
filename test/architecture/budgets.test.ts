import { expect, test } from 'vitest';
import { budgetViolations, linesOf, measure } from './budgets.ts';
import { planted, readTree } from './tree.ts';

const lines = (count: number): string => 'x\n'.repeat(count);
const src = 'packages/server/src';
const tested = { 'test/e2e/all.test.ts': lines(499), 'test/e2e/more.test.ts': lines(499) };

test('the tree is within its budgets', () => {
  const tree = readTree();
  const { files, median, p95, longest, sourceLines, testLines } = measure(tree);
  console.log(
    `${files} files, median ${median} lines, 95th percentile ${p95}, longest ${longest}; ${sourceLines} lines of source, ${testLines} of tests`,
  );
  expect(budgetViolations(tree)).toEqual([]);
});

test('counts lines as wc does, and the last one without its newline too', () => {
  expect([linesOf(''), linesOf('a'), linesOf('a\n'), linesOf('a\nb')]).toEqual([0, 1, 1, 2]);
});

test('a file over 500 lines is named, wherever it stands', () => {
  for (const path of [`${src}/a.ts`, 'scripts/a.mjs', 'test/bench/a.ts', `${src}/a.test.ts`])
    expect(
      budgetViolations(planted({ [path]: lines(501), ...tested })).filter((one) => one.startsWith(path)),
    ).toHaveLength(1);
});

test('generated files, migrations and tables are apart', () => {
  const files = {
    [`${src}/spine/tables.ts`]: lines(900),
    [`${src}/spine/migrations/0001.ts`]: lines(900),
    'packages/web/src/routes.gen.ts': lines(900),
  };
  expect(budgetViolations(planted(files))).toEqual([]);
});

test('the median counts', () => {
  const files = { [`${src}/a.ts`]: lines(10), [`${src}/b.ts`]: lines(81), [`${src}/c.ts`]: lines(90) };
  expect(budgetViolations(planted({ ...files, ...tested }))).toEqual(['the median file has 81 lines; at most 80']);
});

test('the 95th percentile counts', () => {
  const small = Object.fromEntries(Array.from({ length: 18 }, (_, at) => [`${src}/s${at}.ts`, lines(5)]));
  expect(budgetViolations(planted({ ...small, [`${src}/a.ts`]: lines(301), ...tested }))).toEqual([
    '95 % of files have up to 301 lines; at most 300',
  ]);
});

test('tests are at least as long as the source, and a bench is no test', () => {
  const source = { [`${src}/a.ts`]: lines(50) };
  expect(budgetViolations(planted({ ...source, [`${src}/a.test.ts`]: lines(49) }))).toEqual([
    '49 lines of tests for 50 lines of source; at least as many',
  ]);
  expect(budgetViolations(planted({ ...source, 'test/bench/a.ts': lines(60) }))).toHaveLength(1);
  expect(budgetViolations(planted({ ...source, [`${src}/a.test.ts`]: lines(50) }))).toEqual([]);
});
