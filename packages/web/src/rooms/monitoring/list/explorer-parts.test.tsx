import { renderToStaticMarkup } from 'react-dom/server';
import type { Run } from 'signalbox/contract/monitoring';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { aBrowser, aMe, drawPage, drawPart, type Answers } from '../../../app/house.fixture.tsx';
import { byRole, defects, names, textOf, words } from '../../../ui/markup.fixture.ts';
import { aRun } from '../model/monitoring.fixture.ts';
import { allColumns, chosenColumns, sortHeads, toggledColumn } from './chosen-columns.tsx';
import { columns } from './columns.tsx';
import { FacetPanel } from './facet-panel.tsx';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

const me: Answers = [[['access', 'me'], aMe()]];
const idsOf = (cols?: string): string[] => chosenColumns(cols).map((column) => column.id);

describe('columns', () => {
  test('none chosen: those there is room for; chosen ones in their fixed order, the agent always', () => {
    expect(chosenColumns(undefined)).toBe(columns);
    expect(idsOf('tags,steps,nonsense')).toEqual(['agent', 'steps', 'tags']);
    expect(chosenColumns('cost').every(({ from }) => from === undefined || from === 0)).toBe(true);
  });

  test('one more, one less, and back to the first choice', () => {
    const more = toggledColumn(undefined, 'release');
    expect(idsOf(more)).toEqual([...columns.map((column) => column.id), 'release']);
    expect(toggledColumn(more, 'release')).toBeUndefined();
    expect(idsOf(toggledColumn(undefined, 'cost'))).not.toContain('cost');
    expect(idsOf(toggledColumn('agent', 'agent'))).toContain('agent');
  });

  test('every column shows something for a run that tells nothing, never "null"', () => {
    const bare = aRun({ id: 'r', durationMs: null, environment: null });
    for (const { id, cell } of allColumns) {
      const text = words(renderToStaticMarkup(<>{cell(bare)}</>));
      expect([id, text]).not.toEqual([id, expect.stringMatching(/null|undefined|NaN/)]);
    }
  });

  test('a head sorts most first, then least first, then not at all', () => {
    const asked: unknown[] = [];
    const press = (by: 'cost' | undefined, order: 'asc' | 'desc' | undefined): void => {
      const head = sortHeads({ by, order }, (next) => asked.push(next))['cost'] as { props: { onClick(): void } };
      head.props.onClick();
    };
    press(undefined, undefined);
    press('cost', 'desc');
    press('cost', 'asc');
    expect(asked).toEqual([
      { by: 'cost', order: 'desc' },
      { by: 'cost', order: 'asc' },
      { by: undefined, order: undefined },
    ]);
  });
});

const list = (items: Run[], filters: object, more: object = {}): Answers => [
  ...me,
  [['runs', filters], { pages: [{ items, nextCursor: null, ...more }], pageParams: [undefined] }],
];

describe('the page', () => {
  test('words that were found stand in place of the preview', async () => {
    const hits = [{ runId: 'r1', spanId: 's', role: 'user', snippet: 'a late <b>parcel</b>\u202e' }];
    const run = aRun({ id: 'r1', inputPreview: 'Something else' });
    const html = await drawPage(
      '/runs?range=all&said=parcel&cols=agent,preview',
      list([run], { q: 'parcel' }, { hits }),
    );
    const text = textOf(byRole(html, 'row')[1]!.node);
    expect(text).toContain('late <b>parcel</b>');
    expect(text).not.toContain('Something else');
    expect(text).not.toContain('\u202e');
    expect(names(html, 'columnheader')).toContain('Found');
    expect(byRole(html, 'searchbox')[0]?.node.attrs['value'] ?? 'parcel').toBe('parcel');
  });

  test('conditions stand as chips in words, each with its way out', async () => {
    const filter =
      '[{"by":"durationMs","min":2000},{"by":"tag","values":["vip"],"not":true},{"by":"tag","values":["a"]}]';
    const html = await drawPage(
      `/runs?range=all&filter=${encodeURIComponent(filter)}`,
      list([aRun({ id: 'r1' })], { filter }),
    );
    for (const text of ['at least 2', 'not vip']) expect(words(html)).toContain(text);
    expect(names(html, 'button').filter((name) => name.startsWith('Remove filter'))).toHaveLength(3);
    expect(defects(html)).toEqual([]);
  });

  test('a sorted column says so, and the list stands still', async () => {
    const asked = { sort: 'cost', order: 'desc' };
    const html = await drawPage('/runs?range=all&sorted=cost&order=desc&cols=cost', list([aRun({ id: 'r1' })], asked));
    const sorted = byRole(html, 'columnheader').filter((head) => head.node.attrs['aria-sort'] !== undefined);
    expect(sorted.map((head) => head.node.attrs['aria-sort'])).toEqual(['descending']);
    expect(textOf(sorted[0]!.node)).toContain('Cost');
    expect(html).toMatch(/<input type="checkbox"[^>]*disabled=""[^>]*>\s*Live tail/);
  });

  test('runs over time are drawn with their numbers in words', async () => {
    const none = { completed: 0, failed: 0, passedToPerson: 0, abandoned: 0, unknown: 0 };
    const buckets = [
      { ...none, at: '2026-11-22T10:00:00.000Z', completed: 3, failed: 1 },
      { ...none, at: '2026-11-22T10:01:00.000Z' },
    ];
    const histogram = { from: buckets[0]!.at, to: '2026-11-22T10:02:00.000Z', bucketSeconds: 60, buckets, total: 4 };
    const html = await drawPage('/runs?range=all', [
      ...list([aRun({ id: 'r1' })], {}),
      [['run-histogram', {}], histogram],
    ]);
    expect(names(html, 'img')).toContain('4 runs over time, 1 failed');
    expect(defects(html)).toEqual([]);
  });
});

describe('facets', () => {
  const values = Array.from({ length: 11 }, (_, i) => ({ value: `t${i}`, runs: 1000 - i }));
  const counts = {
    total: 5,
    facets: [
      {
        by: 'agent',
        values: [
          { value: 'clerk', runs: 4 },
          { value: '', runs: 1 },
        ],
      },
      { by: 'outcome', values: [{ value: 'passed_to_person', runs: 5 }] },
      { by: 'release', values: [{ value: '', runs: 5 }] },
      { by: 'tool', values },
    ],
  };
  const panel = (answer: unknown) =>
    drawPart(<FacetPanel query={{}} conditions={[{ by: 'tool', values: ['t10'] }]} onChange={() => undefined} />, [
      [['facet-counts', {}], answer],
    ]);

  test('values with their runs; what nobody told is said so; a facet of nothing is left out', async () => {
    const html = await panel(counts);
    for (const text of ['clerk', 'Not told', 'Passed to a person', '1,000']) expect(words(html)).toContain(text);
    expect(names(html, 'group')).not.toContain('Release');
    expect(defects(html)).toEqual([]);
  });

  test('what is chosen is never folded away', async () => {
    const html = await panel(counts);
    expect(html.match(/checked=""/g)).toHaveLength(1);
    expect(html.indexOf('checked=""')).toBeLessThan(html.indexOf('<details'));
    expect(words(html)).toContain('2 more');
  });

  test('counts that cannot be read say why', async () => {
    expect(names(await panel(new Error('down')), 'alert')).toHaveLength(1);
  });
});
