import { renderToStaticMarkup } from 'react-dom/server';
import type { Run } from 'signalbox/contract/monitoring';
import { expect, test } from 'vitest';
import { byRole, nodesOf, parse, words } from './markup.fixture.ts';
import { OutcomeMark } from './outcome-mark.tsx';

type Outcome = Run['outcome'];
const values: Outcome['value'][] = ['completed', 'failed', 'passed_to_person', 'abandoned', 'unknown'];
const sources: NonNullable<Outcome['source']>[] = ['person', 'evaluated', 'declared', 'inferred'];
const mark = (
  outcome: Partial<Outcome>,
  over: { state?: Run['state']; durationMs?: number | null; bare?: boolean } = {},
): string => {
  const { bare = false, state = 'settled', durationMs = 1 } = over;
  const run = { outcome: { value: 'completed' as const, source: null, refused: false, ...outcome }, state, durationMs };
  return renderToStaticMarkup(<OutcomeMark run={run} bare={bare} />);
};
const title = (html: string): string => nodesOf(parse(html))[0]!.attrs['title']!;

test('each outcome has a word of the product', () => {
  expect(values.map((value) => words(mark({ value })))).toEqual([
    'Completed',
    'Failed',
    'Passed on',
    'Abandoned',
    'Unknown',
  ]);
});

test('each outcome has a shape of its own, colours not counted', () => {
  const shape = (html: string): string =>
    nodesOf(parse(html))
      .filter((n) => n.tag === 'circle' || n.tag === 'path')
      .map((n) => `${n.tag} ${n.attrs['stroke-dasharray']} ${n.attrs['transform']} ${n.attrs['fill'] !== 'none'}`)
      .join();
  const running = mark({ value: 'unknown' }, { state: 'running', durationMs: null });
  const shapes = [...values.map((value) => mark({ value })), running].map(shape);
  expect(new Set(shapes).size).toBe(6);
});

test.each(sources)('source %s: "~" stands before inferred outcomes only, and hovering names the source', (source) => {
  const html = mark({ source });
  expect(words(html).startsWith('~')).toBe(source === 'inferred');
  expect(title(html)).toContain(`Source: ${source}.`);
});

test('unknown is neither inferred nor completed, whatever its source', () => {
  for (const source of [...sources, null]) {
    expect(words(mark({ value: 'unknown', source }))).toBe('Unknown');
    expect(title(mark({ value: 'unknown', source }))).toBe('Unknown');
  }
});

test('a run that goes on runs; one whose top step ended settles; a declared outcome wins over both', () => {
  const at = (value: Outcome['value'], durationMs: number | null): string =>
    words(mark({ value }, { state: 'running', durationMs }));
  expect([at('unknown', null), at('unknown', 5), at('failed', null)]).toEqual(['Running', 'Settling', 'Failed']);
});

test('no end is said beside the word, with the reason on hover', () => {
  const html = mark({ value: 'unknown' }, { state: 'unfinished', durationMs: null });
  expect(words(html)).toBe('Unknown no end');
  expect(title(html)).toContain('within 30 minutes');
});

test('a refusal is said without calling the run failed', () => {
  const html = mark({ refused: true });
  expect(words(html)).toBe('Completed');
  expect(title(html)).toContain('refusal');
});

test('without its word the mark is a picture that says it; with it, it is silent', () => {
  expect(byRole(mark({ value: 'failed' }, { bare: true }), 'img').map((i) => i.name)).toEqual(['Failed']);
  expect(words(mark({ value: 'failed' }, { bare: true }))).toBe('');
  expect(byRole(mark({ value: 'failed' }), 'img')).toEqual([]);
});
