import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { Button, buttonLook } from './button.tsx';
import { byRole } from './markup.fixture.ts';

const button = (html: string) => byRole(html, 'button')[0]!.node;

test('a button does not submit unless told so', () => {
  expect(button(renderToStaticMarkup(<Button>Go</Button>)).attrs['type']).toBe('button');
  expect(button(renderToStaticMarkup(<Button type="submit">Go</Button>)).attrs['type']).toBe('submit');
});

test.each(['primary', 'plain', 'quiet'] as const)('%s is 44 px under a thumb and 28 px beside a mouse', (tone) => {
  const look = buttonLook(tone).split(' ');
  expect(look).toContain('h-11');
  expect(look).toContain('desk:h-7');
});

test('only the primary one is filled with the accent', () => {
  const filled = (['primary', 'plain', 'quiet'] as const).filter((t) => buttonLook(t).includes('bg-accent'));
  expect(filled).toEqual(['primary']);
});

test('a disabled button is disabled for everyone, not only grey', () => {
  const node = button(renderToStaticMarkup(<Button disabled>Not now</Button>));
  expect(node.attrs).toHaveProperty('disabled');
});

test('a class of its own comes last and a link can look like one', () => {
  expect(button(renderToStaticMarkup(<Button className="h-9!">x</Button>)).attrs['class']).toMatch(/h-9!$/);
  expect(buttonLook()).toBe(buttonLook('plain'));
});
