import type { MessagePart, Turn } from 'signalbox/contract/monitoring';
import { expect, test } from 'vitest';
import { aTurn } from './monitoring.fixture.ts';
import { pairTools } from './tool-pairs.ts';

const call = (id: string | null, args: unknown = { order: 1 }): MessagePart => ({
  ...{ type: 'tool_call', id, name: 'lookup', arguments: args },
});
const result = (id: string | null, response: unknown = 'paid'): MessagePart => ({
  ...{ type: 'tool_call_response', id, response },
});
const said = (spanId: string, ...parts: MessagePart[]): Turn =>
  aTurn({ spanId, message: { role: 'assistant', parts } });
const left = (turns: readonly Turn[]): string[] =>
  pairTools(turns).turns.map((turn) => `${turn.spanId} ${turn.message.parts.map((part) => part.type).join()}`);

test('a result goes to its call, and its turn with it', () => {
  const asked = call('c1');
  const turns = [said('a', { type: 'text', content: 'Let me see' }, asked), said('b', result('c1'))];
  const { results } = pairTools(turns);
  expect(left(turns)).toEqual(['a text,tool_call']);
  expect([...results]).toEqual([[asked, result('c1')]]);
});

test('several calls of one message each get their own; what is not answered has none', () => {
  const [one, two, three] = [call('c1'), call('c2'), call('c3')];
  const { results, turns } = pairTools([said('a', one, two, three), said('b', result('c2', 2), result('c1', 1))]);
  expect(turns).toHaveLength(1);
  expect(
    [one, two, three].map((part) => results.get(part)?.type === 'tool_call_response' && results.get(part)!.response),
  ).toEqual([1, 2, false]);
});

test('the same call and the same result told again by the tool are left out', () => {
  expect(
    left([said('a', call('c')), said('tool', call('c')), said('tool', result('c')), said('b', result('c'))]),
  ).toEqual(['a tool_call']);
});

test('told again otherwise they stay: nothing is hidden', () => {
  const turns = [
    said('a', call('c')),
    said('t', call('c', { order: 2 })),
    said('t', result('c')),
    said('b', result('c', 'open')),
  ];
  expect(left(turns)).toEqual(['a tool_call', 't tool_call', 'b tool_call_response']);
});

test('without an id, or without its call, a result stands for itself', () => {
  expect(left([said('a', call(null)), said('b', result(null)), said('c', result('gone'))])).toEqual([
    'a tool_call',
    'b tool_call_response',
    'c tool_call_response',
  ]);
});

test('turns of which all stays are the very same', () => {
  const turns = [aTurn(), aTurn({ message: { role: 'user', parts: [] } })];
  expect(pairTools(turns).turns).toEqual(turns);
  expect(pairTools(turns).turns[1]).toBe(turns[1]);
});
