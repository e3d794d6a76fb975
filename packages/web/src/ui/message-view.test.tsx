import { renderToStaticMarkup } from 'react-dom/server';
import type { Message } from 'signalbox/contract/monitoring';
import { expect, test } from 'vitest';
import { byRole, defects, names, words } from './markup.fixture.ts';
import { MessageView } from './message-view.tsx';

const draw = (message: Partial<Message>, narrow = false): string =>
  renderToStaticMarkup(<MessageView message={{ role: 'user', parts: [], ...message }} meta="in" narrow={narrow} />);

test('who speaks is a heading of an article, in the words of the product', () => {
  const roles = ['system', 'user', 'assistant', 'tool'];
  expect(roles.map((role) => names(draw({ role }), 'heading')[0])).toEqual(['System', 'User', 'Assistant', 'Tool']);
  expect(byRole(draw({}), 'article')).toHaveLength(1);
});

test('a role nobody knows is shown as it came, one line, as text', () => {
  expect(names(draw({ role: 'developer\n<b>' }), 'heading')).toEqual(['developer <b>']);
  expect(names(draw({ role: 'x'.repeat(300) }), 'heading')[0]).toHaveLength(40);
});

test('names of object methods are no roles of ours', () => {
  expect(names(draw({ role: 'constructor' }), 'heading')).toEqual(['constructor']);
  expect(names(draw({ role: 'toString' }), 'heading')).toEqual(['toString']);
});

test('a message without parts says that none were captured', () => {
  expect(words(draw({}))).toBe('User in No content was captured');
});

test('parts keep their order', () => {
  const parts: Message['parts'] = [
    { type: 'text', content: 'first' },
    { type: 'tool_call', id: null, name: 'second', arguments: 1 },
    { type: 'text', content: 'third' },
  ];
  expect(words(draw({ parts }))).toMatch(/first .*second .*third/);
});

test('an end other than "stop" is told; a plain stop is no news', () => {
  const parts: Message['parts'] = [{ type: 'text', content: 'x' }];
  expect(words(draw({ parts, finishReason: 'length' }))).toContain('Ended with length');
  expect(words(draw({ parts, finishReason: 'stop' }))).not.toContain('Ended');
});

test.each([true, false])('narrow %s: nothing an accessibility check would name', (narrow) => {
  const parts: Message['parts'] = [
    { type: 'text', content: 'word '.repeat(500) },
    { type: 'reasoning', content: 'hm' },
    { type: 'media', mimeType: 'image/png', bytes: 1, sha256: 'cd'.repeat(32) },
  ];
  expect(defects(draw({ parts, role: 'assistant' }, narrow))).toEqual([]);
});
