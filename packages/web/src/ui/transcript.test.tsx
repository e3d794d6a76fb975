import { renderToStaticMarkup } from 'react-dom/server';
import type { Turn } from 'signalbox/contract/monitoring';
import { expect, test } from 'vitest';
import { aTurn } from '../rooms/monitoring/model/monitoring.fixture.ts';
import { dangerous, hostile } from '../rooms/monitoring/model/hostile.fixture.ts';
import { byRole, defects, names, nodesOf, parse, textOf, words } from './markup.fixture.ts';
import { Transcript } from './transcript.tsx';

const draw = (turns: Turn[], over: { truncated?: boolean; selected?: string } = {}): string =>
  renderToStaticMarkup(
    <Transcript
      turns={turns}
      truncated={over.truncated ?? false}
      selected={over.selected ?? null}
      onStep={() => undefined}
    />,
  );

test('a turn says who spoke, which agent, when, and leads to its step', () => {
  const html = draw([aTurn()]);
  expect(words(html)).toMatch(/^Transcript User clerk 20 Nov 12:00 Open step Copy Where is it\?/);
  expect(names(html, 'button')).toEqual(['Open step', 'Copy']);
  expect(names(html, 'region')).toEqual(['Transcript']);
  expect(byRole(html, 'region')[0]!.node.attrs['tabindex']).toBe('0');
});

test('a message sent again is shown once and counted', () => {
  expect(words(draw([aTurn({ repeats: 1 })]))).toContain('Sent again in 1 later step');
  expect(words(draw([aTurn({ repeats: 3 })]))).toContain('Sent again in 3 later steps');
  expect(words(draw([aTurn()]))).not.toContain('Sent again');
});

test('equal messages of one step are two turns, not one lost to its key', () => {
  expect(byRole(draw([aTurn(), aTurn()]), 'article')).toHaveLength(2);
});

test('the system prompt stands apart; the chosen step is marked', () => {
  const look = (html: string) => nodesOf(parse(html)).find((n) => n.attrs['data-index'] === '0')!.attrs['class']!;
  expect(look(draw([aTurn({ direction: 'system' })]))).toContain('bg-sunk');
  expect(look(draw([aTurn()]))).not.toContain('bg-sunk');
  expect(look(draw([aTurn()], { selected: aTurn().spanId }))).toContain('inset_2px');
  expect(look(draw([aTurn()], { selected: 'other' }))).not.toContain('inset_2px');
});

test('a transcript that was cut says so at its end', () => {
  expect(words(draw([aTurn()], { truncated: true }))).toMatch(/more was said/i);
  expect(words(draw([aTurn()]))).not.toMatch(/more was said/i);
});

test('of thousands of turns a screenful is drawn', () => {
  const many = Array.from({ length: 5000 }, (_, i) => aTurn({ ref: `r${i}` }));
  const drawn = byRole(draw(many), 'article').length;
  expect(drawn).toBeGreaterThan(5);
  expect(drawn).toBeLessThan(40);
});

test.each(hostile)('%s as agent, role and text hides nothing', (_, text) => {
  const html = draw([aTurn({ agent: text, message: { role: text, parts: [{ type: 'text', content: text }] } })]);
  expect(textOf(parse(html))).not.toMatch(dangerous);
  expect(nodesOf(parse(html)).filter((n) => /^(script|img|a|iframe)$/.test(n.tag))).toEqual([]);
  expect(defects(html)).toEqual([]);
});
