import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { endless } from '../rooms/monitoring/model/hostile.fixture.ts';
import { Definition, Definitions } from './definition.tsx';
import { Inspector } from './inspector.tsx';
import { byRole, defects, names, nodesOf, parse, words } from './markup.fixture.ts';

test('an inspector is a region beside the list, can be closed, and scrolls from the keyboard', () => {
  const html = renderToStaticMarkup(
    <Inspector label="Step" title="chat" onClose={() => undefined}>
      <p>Contents</p>
    </Inspector>,
  );
  expect(names(html, 'complementary')).toEqual(['Step']);
  expect(names(html, 'button')).toEqual(['Close']);
  const [scroller] = byRole(html, 'group');
  expect([scroller!.name, scroller!.node.attrs['tabindex']]).toEqual(['Step, contents', '0']);
  expect(defects(html)).toEqual([]);
});

test('a title without an end is cut, and the button keeps its place', () => {
  const html = renderToStaticMarkup(
    <Inspector label="Step" title={endless} onClose={() => undefined}>
      x
    </Inspector>,
  );
  expect(byRole(html, 'heading')[0]!.node.attrs['class']).toMatch(/min-w-0 flex-1 truncate/);
});

test('it covers a phone, lies over the list where there is no room for both, and stands beside it elsewhere', () => {
  const html = renderToStaticMarkup(
    <Inspector label="Step" title="x" onClose={() => undefined}>
      x
    </Inspector>,
  );
  const look = byRole(html, 'complementary')[0]!.node.attrs['class']!;
  expect(look).toMatch(/absolute inset-0/);
  expect(look).toMatch(/desk:w-\[420px\]/);
  expect(look).toMatch(/wide:static/);
});

test('names and values are a description list; long ones break anywhere', () => {
  const html = renderToStaticMarkup(
    <Definitions>
      <Definition name={endless}>{endless}</Definition>
      <Definition name="trace" mono>
        abc
      </Definition>
    </Definitions>,
  );
  expect(words(html).endsWith('trace abc')).toBe(true);
  const cells = nodesOf(parse(html)).filter((n) => n.tag === 'dt' || n.tag === 'dd');
  expect(cells.map((n) => n.tag)).toEqual(['dt', 'dd', 'dt', 'dd']);
  for (const cell of cells) expect(cell.attrs['class']).toContain('[overflow-wrap:anywhere]');
  expect(cells.map((n) => /\bmono\b/.test(n.attrs['class']!))).toEqual([false, false, true, true]);
});
