import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { TreeCell } from './tree-cell.tsx';

const cell = (depth: number, open: boolean | null): string =>
  renderToStaticMarkup(
    <TreeCell depth={depth} open={open} onToggle={() => undefined} label="chat">
      text
    </TreeCell>,
  );

test('the indent grows with depth, to a limit that shows the depth instead', () => {
  expect(cell(2, null)).toContain('padding-left:28px');
  expect(cell(500, null)).toContain('padding-left:196px');
  expect(cell(500, null)).toContain('>500<');
  expect(cell(2, null)).not.toContain('>2<');
});

test('only what has something below can be folded, and says what will happen', () => {
  expect(cell(0, null)).not.toContain('<button');
  expect(cell(0, true)).toContain('aria-label="Fold chat"');
  expect(cell(0, false)).toContain('aria-label="Unfold chat"');
});
