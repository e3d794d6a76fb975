import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messagesOf } from './messages.ts';

const text = (role: string, content: string) => ({ role, parts: [{ type: 'text', content }] });
const png = Buffer.alloc(90, 5).toString('base64');
const user = (content: unknown) => messagesOf([{ role: 'user', content }], 'user').messages[0]?.parts;

describe('messagesOf', () => {
  it('reads GenAI messages, structured or as JSON text, and prefers the call id of the off-schema kind', () => {
    const sent = [
      { role: 'user', parts: [{ type: 'text', content: 'hello' }] },
      {
        role: 'assistant',
        parts: [
          { type: 'reasoning', text: 'think' },
          { type: 'tool_call', id: 'fc_1', call_id: 'call_1', name: 'lookup', arguments: '{"id":"A"}' },
        ],
        finish_reason: 'tool_call',
      },
      { role: 'user', parts: [{ type: 'tool_call_response', call_id: 'call_1', response: '{"ok":true}' }] },
    ];
    const want = [
      text('user', 'hello'),
      {
        role: 'assistant',
        parts: [
          { type: 'reasoning', content: 'think' },
          { type: 'tool_call', id: 'call_1', name: 'lookup', arguments: { id: 'A' } },
        ],
        finishReason: 'tool_call',
      },
      { role: 'tool', parts: [{ type: 'tool_call_response', id: 'call_1', response: { ok: true } }] },
    ];
    expect(messagesOf(sent, 'user').messages).toEqual(want);
    expect(messagesOf(JSON.stringify(JSON.stringify(sent)), 'user').messages).toEqual(want);
  });

  it('reads OpenAI chat', () => {
    const { messages, refused } = messagesOf(
      [
        { role: 'system', content: 'be kind' },
        {
          role: 'assistant',
          content: null,
          tool_calls: [{ id: 'c1', type: 'function', function: { name: 'f', arguments: '{"a":1}' } }],
        },
        { role: 'tool', tool_call_id: 'c1', content: '{"b":2}' },
        { role: 'assistant', content: null, refusal: 'I will not' },
      ],
      'user',
    );
    expect(messages).toEqual([
      text('system', 'be kind'),
      { role: 'assistant', parts: [{ type: 'tool_call', id: 'c1', name: 'f', arguments: { a: 1 } }] },
      { role: 'tool', parts: [{ type: 'tool_call_response', id: 'c1', response: { b: 2 } }] },
      text('assistant', 'I will not'),
    ]);
    expect(refused).toBe(true);
  });

  it('reads OpenAI responses', () => {
    const { messages } = messagesOf(
      [
        { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'hi' }] },
        { type: 'reasoning', summary: [{ type: 'summary_text', text: 'hm' }] },
        { type: 'function_call', call_id: 'c1', name: 'f', arguments: '{}' },
        { type: 'function_call_output', call_id: 'c1', output: 'done' },
      ],
      'user',
    );
    expect(messages).toEqual([
      text('user', 'hi'),
      { role: 'assistant', parts: [{ type: 'reasoning', content: 'hm' }] },
      { role: 'assistant', parts: [{ type: 'tool_call', id: 'c1', name: 'f', arguments: {} }] },
      { role: 'tool', parts: [{ type: 'tool_call_response', id: 'c1', response: 'done' }] },
    ]);
  });

  it('reads Anthropic', () => {
    const { messages } = messagesOf(
      [
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'hm' },
            { type: 'tool_use', id: 't1', name: 'f', input: { a: 1 } },
          ],
        },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 't1', content: [{ type: 'text', text: 'no' }], is_error: true },
          ],
        },
      ],
      'user',
    );
    expect(messages).toEqual([
      {
        role: 'assistant',
        parts: [
          { type: 'reasoning', content: 'hm' },
          { type: 'tool_call', id: 't1', name: 'f', arguments: { a: 1 } },
        ],
      },
      { role: 'tool', parts: [{ type: 'tool_call_response', id: 't1', response: { error: 'no' } }] },
    ]);
  });

  it('reads the AI SDK and Gemini', () => {
    const { messages } = messagesOf(
      [
        { role: 'assistant', content: [{ type: 'tool-call', toolCallId: 'c', toolName: 'f', input: '{"a":1}' }] },
        {
          role: 'tool',
          content: [{ type: 'tool-result', toolCallId: 'c', toolName: 'f', output: { type: 'json', value: { b: 2 } } }],
        },
        { role: 'model', parts: [{ text: 'hi' }, { functionCall: { name: 'g', args: { c: 3 } } }] },
        { role: 'user', parts: [{ functionResponse: { name: 'g', response: { d: 4 } } }] },
      ],
      'user',
    );
    expect(messages).toEqual([
      { role: 'assistant', parts: [{ type: 'tool_call', id: 'c', name: 'f', arguments: { a: 1 } }] },
      { role: 'tool', parts: [{ type: 'tool_call_response', id: 'c', name: 'f', response: { b: 2 } }] },
      {
        role: 'assistant',
        parts: [
          { type: 'text', content: 'hi' },
          { type: 'tool_call', id: null, name: 'g', arguments: { c: 3 } },
        ],
      },
      { role: 'tool', parts: [{ type: 'tool_call_response', id: null, name: 'g', response: { d: 4 } }] },
    ]);
  });

  it.each([
    ['OpenAI image', { type: 'image_url', image_url: { url: `data:image/png;base64,${png}` } }, 'image/png'],
    ['OpenAI audio', { type: 'input_audio', input_audio: { data: png, format: 'wav' } }, 'audio/wav'],
    ['OpenAI file', { type: 'file', file: { file_data: `data:application/pdf;base64,${png}` } }, 'application/pdf'],
    ['responses image', { type: 'input_image', image_url: `data:image/png;base64,${png}` }, 'image/png'],
    [
      'Anthropic image',
      { type: 'image', source: { type: 'base64', media_type: 'image/jpeg', data: png } },
      'image/jpeg',
    ],
    ['Gemini', { inlineData: { mimeType: 'image/webp', data: png } }, 'image/webp'],
    ['AI SDK file', { type: 'file', mediaType: 'image/gif', data: png }, 'image/gif'],
    ['AI SDK image', { type: 'image', image: `data:image/gif;base64,${png}` }, 'image/gif'],
    ['GenAI blob', { type: 'blob', mime_type: 'image/png', content: `data:image/png;base64,${png}` }, 'image/png'],
  ])('drops the bytes of %s and keeps type, size and hash', (_, part, mimeType) => {
    expect(user([part])).toMatchObject([{ type: 'media', mimeType, bytes: 90 }]);
  });

  it('keeps what it does not know as data, and a linked image as its link', () => {
    expect(user([{ type: 'image_url', image_url: { url: 'https://x.test/a.png' } }])).toEqual([
      { type: 'data', content: { type: 'image_url', image_url: { url: 'https://x.test/a.png' } } },
    ]);
    expect(user([{ type: 'hologram', of: 'a cat' }])).toEqual([
      { type: 'data', content: { type: 'hologram', of: 'a cat' } },
    ]);
  });

  it('takes bare text, folds roles, and is never led astray by names like __proto__', () => {
    expect(messagesOf('hello', 'user').messages).toEqual([text('user', 'hello')]);
    expect(
      messagesOf(
        [
          { role: 'human', content: 'a' },
          { role: 'AI', content: 'b' },
        ],
        'user',
      ).messages,
    ).toEqual([text('user', 'a'), text('assistant', 'b')]);
    expect(
      messagesOf(
        [
          { role: '__proto__', content: 'a' },
          { role: 'constructor', content: 'b' },
        ],
        'user',
      ).messages,
    ).toEqual([text('__proto__', 'a'), text('constructor', 'b')]);
    expect(user([{ type: 'constructor' }])).toEqual([{ type: 'data', content: { type: 'constructor' } }]);
    expect(messagesOf('', 'user').messages).toEqual([]);
    expect(messagesOf(null, 'user').messages).toEqual([]);
  });

  it('never throws', () => {
    const part = fc.record(
      {
        type: fc.constantFrom('text', 'tool_call', 'tool_result', 'image', 'file', 'reasoning', 'refusal', 'x'),
        content: fc.jsonValue(),
        source: fc.jsonValue(),
        output: fc.jsonValue(),
        name: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    const message = fc.record(
      {
        role: fc.jsonValue(),
        content: fc.oneof(fc.array(part), fc.jsonValue()),
        tool_calls: fc.jsonValue(),
        message: fc.jsonValue(),
        type: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.array(message), fc.jsonValue(), fc.string()), (value) => {
        for (const { role, parts } of messagesOf(value, 'user').messages)
          expect([typeof role, parts.length > 0]).toEqual(['string', true]);
      }),
    );
  });
});
