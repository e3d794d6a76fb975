import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Reply, Said } from '../model/talk.ts';
import { inputMessages, outputMessages } from './genai-messages.ts';

const reply = (changes: Partial<Reply> = {}): Reply => ({
  ...{ text: 'Done.', reasoning: null, refusal: null, calls: [], finish: 'stop', usage: null, responseId: 'r' },
  ...{ model: 'm', elapsedMs: 1, firstChunkMs: null },
  ...changes,
});
const call = { id: 'c1', name: 'find', arguments: '{"id":7}' };

test('a conversation: who said it, what was called with what, and what came back', () => {
  const said: Said[] = [
    { role: 'user', text: 'Find it.' },
    { role: 'assistant', text: null, calls: [call] },
    { role: 'tool', callId: 'c1', name: 'find', text: 'found' },
    { role: 'assistant', text: 'Here.', calls: [] },
  ];
  expect(inputMessages(said)).toEqual([
    { role: 'user', parts: [{ type: 'text', content: 'Find it.' }] },
    { role: 'assistant', parts: [{ type: 'tool_call', id: 'c1', name: 'find', arguments: { id: 7 } }] },
    { role: 'tool', parts: [{ type: 'tool_call_response', id: 'c1', response: 'found' }] },
    { role: 'assistant', parts: [{ type: 'text', content: 'Here.' }] },
  ]);
});

test('an answer: reasoning before text, text before calls, and why it ended', () => {
  const all = reply({ reasoning: 'Hm.', calls: [call], finish: 'tool_call' });
  expect(outputMessages(all)).toEqual([
    {
      role: 'assistant',
      parts: [
        { type: 'reasoning', content: 'Hm.' },
        { type: 'text', content: 'Done.' },
        { type: 'tool_call', id: 'c1', name: 'find', arguments: { id: 7 } },
      ],
      finish_reason: 'tool_call',
    },
  ]);
});

test('a refusal is what was said; an answer of nothing has no part, not an empty one', () => {
  const parts = (changes: Partial<Reply>): unknown => (outputMessages(reply(changes))[0] as { parts: unknown }).parts;
  expect(parts({ text: null, refusal: 'No.' })).toEqual([{ type: 'text', content: 'No.' }]);
  expect(parts({ text: null })).toEqual([]);
  expect(parts({ text: '' })).toEqual([{ type: 'text', content: '' }]);
});

test('arguments are what the model meant, or its words where they are no JSON', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      const [message] = inputMessages([{ role: 'assistant', text: null, calls: [{ ...call, arguments: text }] }]);
      const [part] = (message as { parts: { arguments: unknown }[] }).parts;
      let meant: unknown = text;
      try {
        meant = JSON.parse(text);
      } catch {
        // No JSON.
      }
      expect(part!.arguments).toEqual(meant);
    }),
  );
});
