import { expect, test } from 'vitest';
import { byRole, defects, names, parse, words } from './markup.fixture.ts';

test('markup is read back with its attributes and its text', () => {
  const root = parse('<p class="a &quot;b&quot;">x &lt;y&gt;<br/><b>z</b></p>');
  expect(root.children).toEqual([
    {
      tag: 'p',
      attrs: { class: 'a "b"' },
      children: ['x <y>', { tag: 'br', attrs: {}, children: [] }, { tag: 'b', attrs: {}, children: ['z'] }],
    },
  ]);
  expect(words('<p>a<!-- -->b</p><p> c </p>')).toBe('a b c');
});

test.each(['<p>', '<p></b>', '<a><b></a></b>'])('%s is refused', (html) => expect(() => parse(html)).toThrow());

test('names come from labels, pictures and text', () => {
  expect(names('<button aria-label="Close"><svg></svg></button><button>Try <b>again</b></button>', 'button')).toEqual([
    'Close',
    'Try again',
  ]);
  expect(names('<label for="a">E-mail</label><input id="a"/>', 'textbox')).toEqual(['E-mail']);
  expect(names('<a href="/"><svg role="img" aria-label="Tool"><title>Tool</title></svg> x</a>', 'link')).toEqual([
    'Tool x',
  ]);
  expect(byRole('<div role="img" aria-hidden="true"></div>', 'img')).toEqual([]);
});

test.each([
  ['<button type="button"><svg></svg></button>', 'button without a name'],
  ['<button>Go</button>', 'button "Go" would submit a form'],
  ['<a href="/">x<button type="button">y</button></a>', 'a control in a "x y"'],
  ['<p id="a"></p><p id="a"></p>', 'id a twice'],
  ['<p aria-describedby="b"></p>', 'aria-describedby of p points nowhere'],
  ['<div role="grid"><div role="row"><p></p></div></div>', 'a row with something else than cells'],
])('%s is a defect', (html, words) => expect(defects(html)).toEqual([words]));
