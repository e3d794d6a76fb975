import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { FoldedText } from './fold.tsx';

const shown = (text: string, lines?: number): string => renderToStaticMarkup(<FoldedText text={text} lines={lines} />);

test('short text stands whole, without a button', () => {
  expect(shown('one\ntwo')).not.toContain('<button');
});

test('many lines fold at a line end, and say how much there is', () => {
  const html = shown(Array.from({ length: 40 }, (_, i) => `line number ${i}`).join('\n'));
  expect(html).toContain('line number 15');
  expect(html).not.toContain('line number 16');
  expect(html).toMatch(/Show all, \d+ characters/);
  expect(html).toContain('aria-expanded="false"');
});

test('one long line folds between words, marked by an ellipsis', () => {
  const html = shown('word '.repeat(1000));
  expect(html).toContain('word</bdi>…');
  expect(html.length).toBeLessThan(2500);
});

test('a line or two too many are not worth folding', () => {
  expect(shown(Array.from({ length: 18 }, () => 'short').join('\n'))).not.toContain('<button');
});

test('where it is to be brief it folds earlier', () => {
  const text = Array.from({ length: 14 }, (_, i) => `rule ${i} says something of some length here`).join('\n');
  expect(shown(text)).not.toContain('<button');
  expect(shown(text, 6)).toContain('<button');
});
