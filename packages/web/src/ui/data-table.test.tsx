import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { endless } from '../rooms/monitoring/model/hostile.fixture.ts';
import { DataTable, type Column } from './data-table.tsx';
import { byRole, defects, names, nodesOf, parse, words } from './markup.fixture.ts';

type Row = { id: string; name: string; n: number };
const columns: Column<Row>[] = [
  { id: 'name', header: 'Name', width: '1fr', cell: (r) => r.name },
  { id: 'n', header: 'Length', unit: 's', align: 'right', width: '80px', cell: (r) => r.n },
  { id: 'wide', header: 'Only where there is room', width: '80px', from: 900, cell: () => 'wide' },
];
const rows = (count: number): Row[] =>
  Array.from({ length: count }, (_, i) => ({ id: `r${i}`, name: `row ${i}`, n: i }));
type Over = Partial<Parameters<typeof DataTable<Row>>[0]>;
const draw = (over: Over = {}): string =>
  renderToStaticMarkup(
    <DataTable
      label="Runs"
      rows={rows(3)}
      columns={columns}
      rowKey={(r) => r.id}
      active={null}
      rowHeight={32}
      onPress={() => undefined}
      {...over}
    />,
  );

test('a grid by name, with a head and its rows counted from one', () => {
  const html = draw();
  const [grid] = byRole(html, 'grid');
  expect([grid!.name, grid!.node.attrs['aria-rowcount'], grid!.node.attrs['tabindex']]).toEqual(['Runs', '4', '0']);
  expect(byRole(html, 'row').map((r) => r.node.attrs['aria-rowindex'])).toEqual(['1', '2', '3', '4']);
  expect(names(html, 'columnheader')).toEqual(['Name', 'Length s']);
  expect(defects(html)).toEqual([]);
});

test('numbers stand right, their head too', () => {
  const right = nodesOf(parse(draw())).filter((n) => /\b(num|text-right)\b/.test(n.attrs['class'] ?? ''));
  expect(right).toHaveLength(4);
});

test('a column that needs more room than there is stays away, head and cells', () => {
  expect(words(draw())).not.toMatch(/wide|room/);
});

test('without rows the head and the footer stay', () => {
  const html = draw({ rows: [], footer: 'No steps have arrived yet' });
  expect(byRole(html, 'grid')[0]!.node.attrs['aria-rowcount']).toBe('1');
  expect(words(html)).toBe('Name Length s No steps have arrived yet');
});

test('ten thousand rows are counted, a screenful is drawn', () => {
  const html = draw({ rows: rows(10_000) });
  expect(byRole(html, 'grid')[0]!.node.attrs['aria-rowcount']).toBe('10001');
  const drawn = byRole(html, 'row').length;
  expect(drawn).toBeGreaterThan(20);
  expect(drawn).toBeLessThan(60);
  expect(html).toContain(`height:${10_000 * 32}px`);
});

test('the cursor is named to readers while its row is in view, and not beyond', () => {
  const html = draw({ active: 'r1' });
  const id = byRole(html, 'grid')[0]!.node.attrs['aria-activedescendant'];
  expect(byRole(html, 'row').find((r) => r.node.attrs['id'] === id)!.name).toContain('row 1');
  expect(byRole(draw({ active: 'gone' }), 'grid')[0]!.node.attrs).not.toHaveProperty('aria-activedescendant');
  const far = draw({ rows: rows(500), active: 'r400' });
  expect(byRole(far, 'grid')[0]!.node.attrs).not.toHaveProperty('aria-activedescendant');
});

test('the chosen row says so; the others say that they are not', () => {
  const chosen = byRole(draw({ selected: 'r2' }), 'row').slice(1);
  expect(chosen.map((r) => r.node.attrs['aria-selected'])).toEqual(['false', 'false', 'true']);
});

test('cursor and choice are two looks', () => {
  const look = (over: Over) => byRole(draw(over), 'row')[1]!.node.attrs['class']!;
  expect(look({ active: 'r0' })).toMatch(/inset_2px/);
  expect(look({ selected: 'r0' })).toMatch(/bg-select/);
  expect(look({})).not.toMatch(/inset_2px|bg-select/);
});

test('on a phone rows are one cell of two lines, without a head', () => {
  const html = draw({ twoLines: (r) => `${r.name} in short`, rowHeight: 56 });
  expect(names(html, 'columnheader')).toEqual([]);
  expect(names(html, 'gridcell')).toEqual(['row 0 in short', 'row 1 in short', 'row 2 in short']);
  expect(byRole(html, 'grid')[0]!.node.attrs['aria-rowcount']).toBe('3');
  expect(html).toContain('height:56px');
});

test('a tree says level and fold of its rows', () => {
  const html = draw({ role: 'treegrid', rowProps: (r) => ({ 'aria-level': r.n + 1, 'aria-expanded': r.n === 0 }) });
  const [, first] = byRole(html, 'row');
  expect([first!.node.attrs['aria-level'], first!.node.attrs['aria-expanded']]).toEqual(['1', 'true']);
  expect(byRole(html, 'treegrid')).toHaveLength(1);
});

test('a head can be replaced, by an axis for instance', () => {
  expect(names(draw({ headers: { name: 'Another head' } }), 'columnheader')[0]).toBe('Another head');
});

test('text without an end is cut by its cell', () => {
  const html = draw({ rows: [{ id: 'a', name: endless, n: 1 }] });
  const cell = byRole(html, 'gridcell')[0]!.node;
  expect(cell.attrs['class']).toMatch(/min-w-0 truncate/);
});
