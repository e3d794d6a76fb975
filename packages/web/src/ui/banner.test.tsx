import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { Banner } from './banner.tsx';
import { Button } from './button.tsx';
import { byRole, defects, names, words } from './markup.fixture.ts';

test('a banner is announced, and says its aspect to those who do not see the lamp', () => {
  const html = renderToStaticMarkup(<Banner aspect="caution">Lists may be old.</Banner>);
  expect(byRole(html, 'status').map((s) => s.name)).toEqual(['Watch Lists may be old.']);
  expect(names(html, 'img')).toEqual(['Watch']);
});

test('what can be done stands at its end', () => {
  const html = renderToStaticMarkup(
    <Banner aspect="danger" end={<Button>Try again</Button>}>
      Nothing comes through.
    </Banner>,
  );
  expect(words(html)).toBe('Nothing comes through. Try again');
  expect(names(html, 'button')).toEqual(['Try again']);
  expect(defects(html)).toEqual([]);
});

test('a long sentence may wrap: the line has a least height, no fixed one', () => {
  const html = renderToStaticMarkup(<Banner aspect="dark">{'word '.repeat(200)}</Banner>);
  expect(html).toMatch(/class="[^"]*\bmin-h-9\b/);
  expect(html).not.toMatch(/class="[^"]*(^| )h-9\b/);
});
