import fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { dangerous, hostile } from '../rooms/monitoring/model/hostile.fixture.ts';
import { nodesOf, parse, textOf } from './markup.fixture.ts';
import { SafeLine, SafeText } from './safe-text.tsx';

const shown = (text: string): string => renderToStaticMarkup(<SafeText text={text} />);

test.each(hostile)('%s stays text, and is seen', (_, text, seen) => {
  const root = parse(shown(text));
  expect(textOf(root)).toContain(seen);
  expect(nodesOf(root).filter((n) => n.tag !== 'bdi' && n.tag !== 'span')).toEqual([]);
  expect(textOf(root)).not.toMatch(dangerous);
});

test('whatever the text, it makes no element but its own and leaves its place neither to the left nor to the right', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      const root = parse(shown(text));
      const tags = new Set(nodesOf(root).map((n) => n.tag));
      tags.delete('bdi');
      tags.delete('span');
      return tags.size === 0 && root.children.length === 1 && !dangerous.test(textOf(root));
    }),
    { numRuns: 500 },
  );
});

test('text stands in a direction of its own: right-to-left words do not turn their neighbours', () => {
  expect(shown('שלום')).toBe('<bdi>שלום</bdi>');
});

test('a line has no line ends, no runs of space, and no more characters than it is given', () => {
  const line = (text: string, max?: number): string =>
    textOf(parse(renderToStaticMarkup(<SafeLine text={text} {...(max === undefined ? {} : { max })} />)));
  expect(line(' a\r\n\tb  \u2003 c ')).toBe('a b c');
  expect(line('x'.repeat(1000))).toHaveLength(400);
  expect(line('x'.repeat(1000), 12)).toHaveLength(12);
});

test('cutting a line in the middle of an emoji shows the mark of broken text, not half of it', () => {
  expect(textOf(parse(renderToStaticMarkup(<SafeLine text="ab😀" max={3} />)))).toBe('ab\ufffd');
});

test('names of hidden characters are on hover, the code is on the screen', () => {
  const mark = nodesOf(parse(shown('a\u200bb'))).find((n) => n.tag === 'span')!;
  expect([textOf(mark), mark.attrs['title']]).toEqual(['U+200B', 'U+200B zero-width space']);
});
