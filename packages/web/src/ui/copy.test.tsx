import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { CopyAs } from './copy-as.tsx';
import { CopyBlock, CopyId } from './copy-button.tsx';
import { byRole, defects, names, nodesOf, parse, words } from './markup.fixture.ts';

test('an id is short to read, whole on hover, and the button says what a press does', () => {
  const html = renderToStaticMarkup(<CopyId id="0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331" label="run" />);
  expect(words(html)).toBe('0af7…319c-b7ad…3331');
  const [button] = byRole(html, 'button');
  expect(button!.name).toBe('0af7…319c-b7ad…3331, copy run');
  expect(button!.node.attrs['title']).toBe('run 0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331');
});

test('what is seen is part of what is said, so that speaking it presses it', () => {
  for (const id of ['a', 'customer-7', 'key_0193a5b2c4d87e9f8a1b2c3d4e5f6071']) {
    const html = renderToStaticMarkup(<CopyId id={id} label="key" />);
    expect(names(html, 'button')[0]).toContain(words(html));
  }
});

test('an id that a client chose is text, and as wide as its place', () => {
  const html = renderToStaticMarkup(<CopyId id={'<img src=x>'.repeat(40)} label="user" />);
  expect(nodesOf(parse(html)).some((n) => n.tag === 'img')).toBe(false);
  expect(byRole(html, 'button')[0]!.node.attrs['class']).toContain('max-w-56');
});

test('direction marks in an id turn nothing', () => {
  expect(words(renderToStaticMarkup(<CopyId id={'user\u202e42'} label="user" />))).toBe('user U+202E 42');
});

test('a block to paste keeps its lines, scrolls from the keyboard and is named', () => {
  const html = renderToStaticMarkup(<CopyBlock text={'export A=1\nexport B=2'} label="Lines to paste" />);
  const pre = nodesOf(parse(html)).find((n) => n.tag === 'pre')!;
  expect(pre.children).toEqual(['export A=1\nexport B=2']);
  expect([pre.attrs['tabindex'], pre.attrs['aria-label']]).toEqual(['0', 'Lines to paste']);
  expect(names(html, 'button')).toEqual(['Copy']);
  // Never over the lines: it would cover the end of a long one.
  expect(byRole(html, 'button')[0]!.node.attrs['class']).not.toMatch(/absolute/);
  expect(defects(html)).toEqual([]);
});

test('forms to copy are made when asked for, not before', () => {
  let made = 0;
  const html = renderToStaticMarkup(<CopyAs forms={{ JSON: () => String((made += 1)) }} />);
  expect(made).toBe(0);
  const [trigger] = byRole(html, 'button');
  expect([trigger!.name, trigger!.node.attrs['aria-haspopup']]).toEqual(['Copy as', 'menu']);
});
