import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Problem } from '../../../app/api.ts';
import { aBrowser, aMe, type Answers, drawPage } from '../../../app/house.fixture.tsx';
import { defects, names, words } from '../../../ui/markup.fixture.ts';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

const column = { name: 'run_id', type: 'String', about: 'As in its address.', content: false };
const base: Answers = [
  [['access', 'me'], aMe()],
  [
    ['sql-schema'],
    { tables: [{ name: 'runs', about: 'A row a run.', columns: [column] }], functions: ['count', 'sum'] },
  ],
];
const asked = (sql: string, answer: unknown): Promise<string> =>
  drawPage(`/sql?q=${encodeURIComponent(sql)}`, [...base, [['sql', sql], answer]]);

test('without a statement: examples, tables and functions', async () => {
  const html = await drawPage('/sql', base);
  expect(names(html, 'button')).toContain('Failed runs of each agent, today');
  // A statement says itself which team and time it means.
  expect(words(html)).not.toContain('All environments');
  expect(words(html)).toContain('run_id String');
  expect(words(html)).toContain('2 functions');
  expect(defects(html)).toEqual([]);
});

test('an answer: rows as they are, unknown apart, and what is left out', async () => {
  const columns = [
    { name: 'agent', type: 'String' },
    { name: 'cost_usd', type: 'Nullable(Float64)' },
  ];
  const rows = [
    ['<b>clerk</b>', null],
    ['helper', 1.25],
  ];
  const html = await asked('SELECT 1', { columns, rows, truncated: true, elapsedMs: 12 });
  expect(words(html)).toContain('agent cost_usd');
  expect(words(html)).toContain('2 rows in 12 ms; there are more');
  expect(html).toContain('&lt;b&gt;clerk');
  expect(words(html)).toContain('1.25');
  expect(names(html, 'button')).toContain('Export CSV');
  expect(defects(html)).toEqual([]);
});

test('a refusal stands at its line, another problem by itself', async () => {
  const fields = [{ path: 'sql.12', message: 'There is no function "sleep" here.' }];
  const refused = await asked('SELECT 1,\n  sleep(1)', new Problem(400, { title: 'No', detail: 'x', fields }));
  expect(words(refused)).toContain('2 Column 3: There is no function "sleep" here.');
  expect(names(refused, 'alert')).toEqual([]);
  const limit = await asked('SELECT 2', new Problem(422, { title: 'Query too large', detail: 'Narrow it.' }));
  expect(names(limit, 'alert')[0]).toContain('Query too large');
});
