import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { endless } from '../rooms/monitoring/model/hostile.fixture.ts';
import { nodesOf, parse, words } from './markup.fixture.ts';
import { Stat, Stats } from './stat.tsx';

test('a figure stands with its label and where it comes from, as a pair of a list', () => {
  const html = renderToStaticMarkup(
    <Stats>
      <Stat label="Tokens in" value="22,546" note="512 from cache" />
    </Stats>,
  );
  expect(words(html)).toBe('Tokens in 22,546 512 from cache');
  expect(nodesOf(parse(html)).map((n) => n.tag)).toEqual(['dl', 'div', 'dt', 'dd', 'dd']);
});

test('unknown is a dash with its reason instead of the note, never 0', () => {
  const html = renderToStaticMarkup(<Stat label="Cost" value={null} reason="not reported" note="as reported" />);
  expect(words(html)).toBe('Cost — not reported');
  expect(nodesOf(parse(html))[0]!.attrs['title']).toBe('not reported');
});

test('0 is a figure like any other', () => {
  expect(words(renderToStaticMarkup(<Stat label="Errors" value={0} note="deepest" />))).toBe('Errors 0 deepest');
  expect(words(renderToStaticMarkup(<Stat label="Errors" value="0" note="deepest" />))).toBe('Errors 0 deepest');
});

test('red is for danger alone', () => {
  const ink = (tone?: 'danger') =>
    renderToStaticMarkup(<Stat label="Errors" value="2" {...(tone ? { tone } : {})} />).includes('text-danger');
  expect([ink('danger'), ink()]).toEqual([true, false]);
});

test('long labels are cut; figures and notes go on in a second line, so that no number loses its end', () => {
  const html = renderToStaticMarkup(<Stat label={endless} value={endless} note={endless} />);
  const [box, ...lines] = nodesOf(parse(html));
  expect(box!.attrs['class']).toContain('min-w-0');
  const [label, ...rest] = lines;
  expect(label!.attrs['class']).toMatch(/\btruncate\b/);
  for (const line of rest) expect(line.attrs['class']).toMatch(/\bline-clamp-2\b/);
});
