import { expect, test } from 'vitest';
import { messageText } from './message-text.ts';

test('each part as it would be pasted', () => {
  const text = messageText({
    role: 'assistant',
    parts: [
      { type: 'text', content: 'Let me see' },
      { type: 'tool_call', id: 'c', name: 'lookup', arguments: { order: 1 } },
      { type: 'tool_call_response', id: 'c', response: 'paid' },
      { type: 'media', mimeType: null, bytes: 12, sha256: 'ab' },
      { type: 'data', content: [1] },
    ],
  });
  expect(text.split('\n\n')).toEqual([
    'Let me see',
    'lookup({\n  "order": 1\n})',
    'paid',
    '[media, 12 bytes, sha256 ab, not kept]',
    '[\n  1\n]',
  ]);
});

test('hidden characters stay: who copies wants what was said', () => {
  expect(messageText({ role: 'user', parts: [{ type: 'text', content: 'a\u202eb' }] })).toBe('a\u202eb');
});
