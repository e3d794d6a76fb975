import { renderToStaticMarkup } from 'react-dom/server';
import type { Message } from 'signalbox/contract/monitoring';
import { expect, test } from 'vitest';
import { dangerous, endless, hostile } from '../rooms/monitoring/model/hostile.fixture.ts';
import { byRole, defects, nodesOf, parse, textOf, words } from './markup.fixture.ts';
import { MessagePart } from './message-part.tsx';

type Part = Message['parts'][number];
const draw = (part: Part, brief = false): string => renderToStaticMarkup(<MessagePart part={part} brief={brief} />);

/** Every place where a client may put text of its own choice. */
const withText = (text: string): Part[] => [
  { type: 'text', content: text },
  { type: 'reasoning', content: text },
  { type: 'tool_call', id: text, name: text, arguments: { [text]: text } },
  { type: 'tool_call', id: null, name: 'refund', arguments: text },
  { type: 'tool_call_response', id: text, name: text, response: [text] },
  { type: 'tool_call_response', id: null, response: text },
  { type: 'media', mimeType: text, bytes: 12, sha256: 'ab'.repeat(32) },
  { type: 'data', content: { deep: [{ er: text }] } },
];
const allowed = /^(bdi|span|div|p|button|details|summary|svg|path)$/;

test.each(hostile)('%s makes no element and hides nothing, in whatever part it comes', (_, text) => {
  for (const part of withText(text)) {
    const root = parse(draw(part));
    expect(nodesOf(root).filter((n) => !allowed.test(n.tag) || n.attrs['onerror'] !== undefined)).toEqual([]);
    expect(textOf(root)).not.toMatch(dangerous);
    expect(defects(draw(part))).toEqual([]);
  }
});

test('an endless word may break anywhere: it widens nothing', () => {
  for (const part of withText(endless)) {
    const long = nodesOf(parse(draw(part))).filter((n) => n.tag === 'bdi' && textOf(n).length > 200);
    for (const bdi of long) {
      const box = nodesOf(parse(draw(part))).find((n) =>
        n.children.some((c) => typeof c !== 'string' && textOf(c) === textOf(bdi)),
      )!;
      expect(box.attrs['class'] ?? '').toMatch(/overflow-wrap:anywhere|truncate|self-start/);
    }
  }
});

test('empty text is said, so that it does not look like a fault of the page', () => {
  expect(words(draw({ type: 'text', content: '' }))).toBe('Empty text');
});

test('reasoning is folded away and says how much there is', () => {
  const html = draw({ type: 'reasoning', content: 'x'.repeat(1234) });
  expect(words(html)).toMatch(/^Reasoning, 1,234 characters/);
  expect(nodesOf(parse(html)).find((n) => n.tag === 'details')!.attrs).not.toHaveProperty('open');
});

test('a call shows its tool, its id short and whole on hover, its arguments laid out', () => {
  const html = draw({ type: 'tool_call', id: 'call_0193a5b2c4d87e9f8a1b', name: 'refund', arguments: '{"amount":12}' });
  expect(words(html)).toBe('calls refund call_0193…8a1b { "amount": 12 }');
  expect(nodesOf(parse(html)).some((n) => n.attrs['title'] === 'call_0193a5b2c4d87e9f8a1b')).toBe(true);
});

test('a result names its tool where that is known', () => {
  expect(words(draw({ type: 'tool_call_response', id: null, name: 'refund', response: { ok: false } }))).toBe(
    'result of refund { "ok": false }',
  );
  expect(words(draw({ type: 'tool_call_response', id: null, response: null }))).toBe('result null');
});

test('arguments that never came are null, not undefined and not nothing', () => {
  expect(words(draw({ type: 'tool_call', id: null, name: 'refund', arguments: undefined }))).toBe('calls refund null');
});

test('media are a marker with type, size and hash: nothing is fetched', () => {
  const html = draw({ type: 'media', mimeType: null, bytes: 1_500_000, sha256: 'ab'.repeat(32) });
  expect(words(html)).toBe('media · 1.5 MB · sha256 abab…abab · not kept');
  expect(html).not.toMatch(/<(img|audio|video|source|a)\b|url\(/);
});

test('a system prompt folds earlier than what was said', () => {
  const text = Array.from({ length: 14 }, (_, i) => `rule ${i} says something of some length here`).join('\n');
  expect(byRole(draw({ type: 'text', content: text }), 'button')).toEqual([]);
  expect(byRole(draw({ type: 'text', content: text }, true), 'button').map((b) => b.name)).toEqual([
    'Show all, 591 characters',
  ]);
});
