import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { endless } from '../rooms/monitoring/model/hostile.fixture.ts';
import { EmptyState } from './empty-state.tsx';
import { ErrorState, troubleOf } from './error-state.tsx';
import { byRole, defects, names, nodesOf, parse, words } from './markup.fixture.ts';
import { Skeleton } from './skeleton.tsx';

const problem = Object.assign(new Error('Ask again in 2 s.'), {
  title: 'Warehouse is restarting',
  requestId: 'req_0193a5b2c4d87e9f8a1b2c3d4e5f6071',
});

test('a problem is announced with what is known, what to do, and its request id to copy', () => {
  const html = renderToStaticMarkup(<ErrorState error={problem} onRetry={() => undefined} />);
  expect(names(html, 'alert')[0]).toContain('Warehouse is restarting');
  expect(words(html)).toBe('Warehouse is restarting Ask again in 2 s. Try again req_0193…6071');
  expect(names(html, 'button')).toEqual(['Try again', 'req_0193…6071, copy request id']);
  expect(names(html, 'heading')).toEqual(['Warehouse is restarting']);
  expect(defects(html)).toEqual([]);
});

test('what cannot be tried again offers no button, what has no id shows none', () => {
  const html = renderToStaticMarkup(<ErrorState error={new Error('Cannot read x of undefined')} />);
  expect(names(html, 'button')).toEqual([]);
  expect(names(html, 'heading')).toEqual(['This page met a defect']);
});

test.each([[null], [undefined], ['a text'], [{}], [42]])(
  '%j thrown is a defect in words, never an empty page',
  (thrown) => {
    expect(troubleOf(thrown)).toEqual({
      title: 'This page met a defect',
      message: 'Reload the page.',
      requestId: null,
    });
  },
);

test.each([
  [true, 'h1'],
  [false, 'h2'],
])('whole page %s: its title is %s', (whole, tag) => {
  const html = renderToStaticMarkup(<ErrorState whole={whole} error={problem} />);
  expect(byRole(html, 'heading').map(({ node }) => node.tag)).toEqual([tag]);
});

test('more can be said below the message', () => {
  const html = renderToStaticMarkup(<ErrorState error={problem}>Steps read so far stay.</ErrorState>);
  expect(words(html)).toMatch(/Ask again in 2 s\. Steps read so far stay\./);
});

test('an empty state has a heading and room to say what to do', () => {
  const html = renderToStaticMarkup(
    <EmptyState title="No runs yet">
      <p>Set this where an agent runs.</p>
    </EmptyState>,
  );
  expect(names(html, 'heading')).toEqual(['No runs yet']);
  expect(words(html)).toBe('No runs yet Set this where an agent runs.');
});

test('a skeleton takes the room that its rows will take, is announced once, and waits 200 ms', () => {
  const html = renderToStaticMarkup(<Skeleton rows={7} height={56} label="Loading runs" />);
  const [status] = byRole(html, 'status');
  expect(status!.name).toBe('Loading runs');
  expect(status!.node.attrs['class']).toBe('late');
  const rows = nodesOf(parse(html)).filter((n) => n.attrs['style'] === 'height:56px');
  expect(rows).toHaveLength(7);
  expect(words(html)).toBe('');
});

test('a long title does not widen the page', () => {
  const html = renderToStaticMarkup(<ErrorState error={{ title: endless, message: endless }} />);
  const texts = nodesOf(parse(html)).filter((n) => n.children[0] === endless);
  expect(texts).toHaveLength(2);
  for (const n of texts) expect(n.attrs['class']).toContain('[overflow-wrap:anywhere]');
});
