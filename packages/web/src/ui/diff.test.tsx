import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { dangerous, endless, hostile } from '../rooms/monitoring/model/hostile.fixture.ts';
import { type DiffRow, rowsOfText } from './diff-rows.ts';
import { Diff } from './diff.tsx';
import { byRole, defects, names, nodesOf, parse, textOf, words } from './markup.fixture.ts';

const rows: DiffRow[] = [
  ...rowsOfText('You are the clerk.'),
  {
    left: {
      line: 2,
      parts: [
        { kind: 'same', text: 'Be ' },
        { kind: 'removed', text: 'kind' },
      ],
    },
    right: {
      line: 2,
      parts: [
        { kind: 'same', text: 'Be ' },
        { kind: 'added', text: 'exact' },
      ],
    },
  },
  { left: null, right: { line: 3, parts: [{ kind: 'added', text: 'Never guess.' }] } },
];
const draw = (over: Partial<Parameters<typeof Diff>[0]> = {}): string =>
  renderToStaticMarkup(<Diff label="Text" rows={rows} narrow={false} {...over} />);
const cellsOf = (html: string): string[][] =>
  nodesOf(parse(html))
    .filter((node) => node.tag === 'tr')
    .map((row) =>
      nodesOf(row)
        .filter((node) => node.tag === 'td')
        .map(textOf),
    );

test('side by side: numbers, texts, what changed, and no side where there is none', () => {
  expect(cellsOf(draw())).toEqual([
    ['1', 'You are the clerk.', '1', 'You are the clerk.'],
    ['2', '− Be kind', '2', '+ Be exact'],
    ['', '', '3', '+ Never guess.'],
  ]);
});

test('one above the other: removed, then added; what is the same stands once', () => {
  expect(cellsOf(draw({ narrow: true }))).toEqual([
    ['1', '1', 'You are the clerk.'],
    ['2', '', '− Be kind'],
    ['', '2', '+ Be exact'],
    ['', '3', '+ Never guess.'],
  ]);
});

test.each([[false], [true]])(
  'words that came and went are told as such, not by colour alone (narrow: %s)',
  (narrow) => {
    const all = nodesOf(parse(draw({ narrow })));
    expect(all.filter((node) => node.tag === 'ins').map(textOf)).toEqual(['exact', 'Never guess.']);
    expect(all.filter((node) => node.tag === 'del').map(textOf)).toEqual(['kind']);
    expect(defects(draw({ narrow }))).toEqual([]);
  },
);

test('long unchanged stretches are folded behind a button that says how much', () => {
  const long = [...rowsOfText(Array.from({ length: 30 }, (_, at) => `Line ${at + 1}.`).join('\n')), ...rows.slice(1)];
  const html = draw({ rows: long });
  expect(names(html, 'button')).toEqual(['Show 27 unchanged lines']);
  expect(words(html)).not.toContain('Line 27.');
  expect(words(html)).toContain('Line 28.');
});

describe('with what is said about lines', () => {
  test('numbers of the right side can be pressed, and of no other', () => {
    const html = draw({ onLine: () => undefined });
    expect(names(html, 'button')).toEqual(['Comment on line 1', 'Comment on line 2', 'Comment on line 3']);
    expect(defects(html)).toEqual([]);
  });

  test('what stands below a line comes right after it', () => {
    for (const narrow of [false, true]) {
      const html = draw({ narrow, below: (line) => (line === 2 ? <p>Why exact?</p> : null) });
      const lines = cellsOf(html).map((cells) => cells.join('|'));
      expect(lines[lines.findIndex((one) => one.includes('exact') && !one.includes('Why')) + 1]).toBe('Why exact?');
    }
  });

  test('it keeps its line from being folded away', () => {
    const long = [...rowsOfText(Array.from({ length: 40 }, (_, at) => `L${at + 1}`).join('\n')), ...rows.slice(1)];
    expect(words(draw({ rows: long, below: (line) => (line === 20 ? <b>Here</b> : null) }))).toContain('Here');
  });
});

test('an empty comparison is an empty table', () => {
  expect(cellsOf(draw({ rows: [] }))).toEqual([]);
});

test.each(hostile)('%s in a line hides and breaks nothing', (_, text, seen) => {
  const html = draw({ rows: rowsOfText(text.replaceAll('\n', ' ')) });
  expect(textOf(parse(html))).not.toMatch(dangerous);
  expect(textOf(parse(html))).toContain(seen);
  expect(defects(html)).toEqual([]);
});

test('an endless word stays within its cell', () => {
  const cells = nodesOf(parse(draw({ rows: rowsOfText(endless) }))).filter((node) => node.tag === 'td');
  for (const cell of cells.filter((node) => textOf(node) === endless))
    expect(cell.attrs['class']).toContain('[overflow-wrap:anywhere]');
  expect(byRole(draw(), 'table')).toEqual([]); // a table by its tag, so that readers announce its size
});
