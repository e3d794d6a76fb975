import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { Icon } from './icons.tsx';
import { KindGlyph, kindNames } from './kind-glyph.tsx';
import { Lamp } from './lamp.tsx';
import { byRole, defects, names, nodesOf, parse } from './markup.fixture.ts';
import { ShuntMark } from './shunt-mark.tsx';

const kinds = Object.keys(kindNames) as (keyof typeof kindNames)[];

test('each kind of step has a shape of its own, and says its name', () => {
  const drawn = kinds.map((kind) => renderToStaticMarkup(<KindGlyph kind={kind} />));
  expect(drawn.map((html) => names(html, 'img')[0])).toEqual(Object.values(kindNames));
  const shapes = drawn.map((html) => html.replace(/aria-label="[^"]*"|<title>.*?<\/title>/g, ''));
  expect(new Set(shapes).size).toBe(kinds.length);
});

test('glyphs take the colour of their text: a step is not told by colour', () => {
  for (const kind of kinds)
    expect(renderToStaticMarkup(<KindGlyph kind={kind} />)).not.toMatch(/#[0-9a-f]{3}|rgb|var\(/);
});

test('delegation is named in the words of the product, not of a framework', () => {
  expect([kindNames.handoff, kindNames.chain, kindNames.llm]).toEqual(['Delegation', 'Step', 'Model call']);
});

test('an icon is silent: words stand beside it or on its control', () => {
  const html = renderToStaticMarkup(<Icon name="close" />);
  expect(nodesOf(parse(html))[0]!.attrs['aria-hidden']).toBe('true');
});

test('a lamp beside its word is silent, alone it speaks', () => {
  expect(byRole(renderToStaticMarkup(<Lamp aspect="danger" label="" />), 'img')).toEqual([]);
  expect(names(renderToStaticMarkup(<Lamp aspect="danger" label="Error" />), 'img')).toEqual(['Error']);
});

test('the arm turns with the trouble: upright, 45°, level; no signal has none', () => {
  const arm = (aspect: 'clear' | 'caution' | 'danger' | 'dark') =>
    nodesOf(parse(renderToStaticMarkup(<Lamp aspect={aspect} />))).find((n) => n.tag === 'path')?.attrs['transform'];
  expect([arm('clear'), arm('caution'), arm('danger'), arm('dark')]).toEqual([
    'rotate(0 7 7)',
    'rotate(45 7 7)',
    'rotate(90 7 7)',
    undefined,
  ]);
});

test('a lamp of any size is the same drawing', () => {
  const inside = (size: number): string =>
    renderToStaticMarkup(<Lamp aspect="caution" size={size} />).replace(/(width|height)="\d+"/g, '');
  expect(inside(28)).toBe(inside(14));
});

test('authority is told apart by shape: two dots, a boxed bar', () => {
  const limited = renderToStaticMarkup(<ShuntMark authority="limited" />);
  const held = renderToStaticMarkup(<ShuntMark authority="held" />);
  expect([names(limited, 'img'), names(held, 'img')]).toEqual([['Limited'], ['Held']]);
  const tags = (html: string) => nodesOf(parse(html)).map((n) => n.tag);
  expect([tags(limited), tags(held)]).toEqual([
    ['svg', 'g', 'circle', 'circle'],
    ['svg', 'g', 'rect', 'path'],
  ]);
  expect(defects(limited + held)).toEqual([]);
});
