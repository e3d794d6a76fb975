import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Problem } from '../../../app/api.ts';
import { aBrowser, aMe, type Answers, drawPage } from '../../../app/house.fixture.tsx';
import { defects, names, words } from '../../../ui/markup.fixture.ts';
import { answerCsv, refusalMark } from './model/answer.ts';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

const schema = { tables: [{ name: 'runs', about: 'A row a run.', columns: [] }], functions: [] };
const page = (answer: unknown, sql = 'SELECT 1', tables: unknown = schema): Promise<string> => {
  const answers: Answers = [
    [['access', 'me'], aMe()],
    [['sql-schema'], tables],
    [['sql', sql], answer],
  ];
  return drawPage(`/sql?q=${encodeURIComponent(sql)}`, answers);
};
const column = (name: string, type = 'String') => ({ name, type });
const answer = (columns: { name: string; type: string }[], rows: unknown[][], truncated = false) => ({
  columns,
  rows,
  truncated,
  elapsedMs: 3,
});

describe('an answer', () => {
  test('without rows still says its columns, and how many rows that are', async () => {
    const html = await page(answer([column('agent')], []));
    expect(words(html)).toContain('0 rows in 3 ms');
    expect(words(html)).toContain('agent');
    expect(words(html)).not.toContain('there are more');
    expect(names(html, 'button')).not.toContain('Show more rows');
    expect(defects(html)).toEqual([]);
  });

  test('of one row is one row', async () =>
    expect(words(await page(answer([column('a')], [['x']])))).toMatch(/\b1 row in/));

  test('of many is drawn in part, and more is to be had', async () => {
    const rows = Array.from({ length: 201 }, (_, at) => [`row-${at}.`]);
    const html = await page(answer([column('a')], rows));
    expect(words(html)).toContain('201 rows');
    expect(html).toContain('row-199.');
    expect(html).not.toContain('row-200.');
    expect(names(html, 'button')).toContain('Show more rows');
    const fitting = await page(answer([column('a')], rows.slice(1)));
    expect(fitting).toContain('row-200.');
    expect(names(fitting, 'button')).not.toContain('Show more rows');
  });

  test('null, nothing, false and 0 are told apart; columns may be called alike', async () => {
    const html = await page(answer([column('n', 'UInt8'), column('n', 'Bool'), column('n')], [[0, false, null]]));
    expect(html.match(/<th /g)).toHaveLength(3);
    expect(words(html)).toMatch(/\b0 false —/);
  });

  test('names and values of agents are never markup', async () => {
    const hostile = '<img src=x onerror=alert(1)>';
    const html = await page(answer([column(hostile)], [[hostile], [[hostile]], [{ a: hostile }]]));
    expect(html).not.toContain('<img');
    expect(html.match(/&lt;img/g)!.length).toBeGreaterThanOrEqual(4);
  });
});

describe('what goes wrong', () => {
  test('tables that cannot be read leave the answer in its place', async () => {
    const html = await page(answer([column('a')], [['kept']]), 'SELECT 1', new Problem(500, { title: 'Broken' }));
    expect(words(html)).toContain('The tables could not be read');
    expect(words(html)).toContain('kept');
  });

  test('a refused statement has no answer, and stays to be mended', async () => {
    const fields = [{ path: 'sql.0', message: 'Data can only be read.' }];
    const html = await page(new Problem(400, { title: 'No', fields }), 'DROP TABLE runs');
    expect(words(html)).toContain('Column 1: Data can only be read.');
    expect(html).toContain('DROP TABLE runs');
    expect(names(html, 'button')).not.toContain('Export CSV');
  });

  test('a place at the end, behind it, or of another field', () => {
    const mark = (path: string, sql: string) => refusalMark({ message: '', fields: [{ path, message: 'No.' }] }, sql);
    expect(mark('sql.8', 'SELECT 1')).toEqual({ line: 1, sentence: 'Column 9: No.' });
    expect(mark('sql.99', 'SELECT 1')).toEqual({ line: 1, sentence: 'Column 9: No.' });
    expect(mark('sql.9', 'SELECT 1\n')).toEqual({ line: 2, sentence: 'Column 1: No.' });
    for (const path of ['sql', 'limit', 'sql.x', 'xsql.1']) expect(mark(path, 'SELECT 1')).toBeNull();
  });
});

test('a spreadsheet takes no value or name of an agent for a formula', () => {
  const signs = ['=1', '+1', '-1', '@a', '\t=1', '\r=1'];
  for (const sign of signs) {
    const csv = answerCsv(answer([column(sign)], [[sign]]));
    for (const line of csv.split('\r\n').filter((one) => one !== '')) expect(line).toMatch(/^"?'/);
  }
  expect(answerCsv(answer([column('a', 'Int8')], [[-1], [null]]))).toBe('a\r\n-1\r\n\r\n');
});
