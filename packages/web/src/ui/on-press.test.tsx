import { lazy } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { byRole, defects, names } from './markup.fixture.ts';
import { MoreMenu } from './more-menu.tsx';
import { OnPress } from './on-press.tsx';
import { OpenedMenu } from './opened-menu.tsx';
import { Suggest } from './suggest.tsx';

const nothing = (): void => undefined;

test('what stands behind a press is not asked for before it', () => {
  let asked = 0;
  const Part = lazy(async () => {
    asked++;
    return { default: () => <p>Here</p> };
  });
  const html = renderToStaticMarkup(
    <OnPress button={(press) => <button onClick={press}>Open</button>}>
      <Part />
    </OnPress>,
  );
  expect(html).toBe('<button>Open</button>');
  expect(asked).toBe(0);
});

test('the plain button of a menu looks, is named and told as the one that takes its place', () => {
  const plain = renderToStaticMarkup(<MoreMenu acts={{ Rename: nothing }} />);
  const button = byRole(plain, 'button')[0]!;
  const real = byRole(
    renderToStaticMarkup(
      <OpenedMenu acts={{ Rename: nothing }} label="More" look={button.node.attrs['class']!}>
        More
      </OpenedMenu>,
    ),
    'button',
  ).find(({ name }) => name === 'More')!;
  for (const name of ['class', 'title', 'type', 'aria-label', 'aria-haspopup'])
    expect([name, button.node.attrs[name]]).toEqual([name, real.node.attrs[name]]);
  expect(button.node.attrs['aria-expanded']).toBe('false');
  expect(names(plain, 'menuitem')).toEqual([]);
  expect(defects(plain)).toEqual([]);
});

test('a field with suggestions tells of them before they are loaded', () => {
  const html = renderToStaticMarkup(<Suggest id="a" label="Agent" value="" suggestions={['x']} onCommit={nothing} />);
  const { attrs } = byRole(html, 'combobox')[0]!.node;
  expect(attrs).toMatchObject({ 'aria-expanded': 'false', 'aria-haspopup': 'listbox', 'aria-autocomplete': 'list' });
});
