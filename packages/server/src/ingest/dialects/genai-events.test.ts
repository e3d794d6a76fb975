import { describe, expect, it } from 'vitest';
import { attributesOf, type Given, mapped, spanWith } from '../map/span.fixture.ts';
import type { EventIn } from '../otlp/types.ts';
import { saidByEvent } from './genai-events.ts';
import { readSpan } from './registry.ts';

const event = (name: string, given: Given): EventIn => ({ timeNs: 1n, name, attributes: attributesOf(given) });
const call = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'm' };
const read = (events: EventIn[], given: Given = call) => readSpan(spanWith(given, { events }));
const text = (content: string) => [{ type: 'text', content }];

describe('messages as events of a span', () => {
  it.each([
    [
      'with the message as JSON',
      event('gen_ai.user.message', { 'gen_ai.event.content': '{"role":"user","content":"hi"}' }),
      event('gen_ai.choice', { 'gen_ai.event.content': '{"message":{"content":"hello"},"finish_reason":"stop"}' }),
    ],
    [
      'spread over attributes',
      event('gen_ai.user.message', { content: 'hi', role: 'user' }),
      event('gen_ai.choice', { message: '{"role":"assistant","content":"hello"}' }),
    ],
    [
      'of the oldest names',
      event('gen_ai.content.prompt', { 'gen_ai.prompt': '[{"role":"user","content":"hi"}]' }),
      event('gen_ai.content.completion', { 'gen_ai.completion': '[{"role":"assistant","content":"hello"}]' }),
    ],
    [
      'of the newest',
      event('gen_ai.client.inference.operation.details', {
        'gen_ai.input.messages': '[{"role":"user","parts":[{"type":"text","content":"hi"}]}]',
      }),
      event('gen_ai.client.inference.operation.details', {
        'gen_ai.output.messages': '[{"role":"assistant","parts":[{"type":"text","content":"hello"}]}]',
      }),
    ],
  ])('%s', (_, asked, answered) => {
    expect(read([asked, answered])).toMatchObject({
      input: [{ role: 'user', parts: text('hi') }],
      output: [{ role: 'assistant', parts: text('hello') }],
    });
    const { row, content } = mapped(call, { events: [asked, answered] });
    expect(row.events).not.toMatch(/"hi"|hello/);
    expect(content.map(({ role }) => role)).toEqual(['user', 'assistant']);
  });

  it('give way to the attributes, and an event without a message stays as it is', () => {
    const asked = event('gen_ai.user.message', { content: 'from the event' });
    const given = {
      ...call,
      'gen_ai.input.messages': '[{"role":"user","parts":[{"type":"text","content":"of the span"}]}]',
    };
    expect(read([asked], given).input).toEqual([{ role: 'user', parts: text('of the span') }]);
    const { row } = mapped(call, {
      events: [event('gen_ai.choice', { index: 0n }), event('other', { content: 'kept' })],
    });
    expect(row.events).toContain('kept');
    expect(row.output_preview).toBe('');
  });
});

describe('one event', () => {
  it('with a structured body, its role by its name', () => {
    expect(saidByEvent('gen_ai.tool.message', new Map(), { id: 'c1', content: 'fine' })?.input).toMatchObject([
      { role: 'tool', parts: [{ type: 'tool_call_response', id: 'c1', response: 'fine' }] },
    ]);
    expect(saidByEvent('gen_ai.choice', new Map(), { message: { content: 'x' } })?.output).toMatchObject([
      { role: 'assistant', parts: text('x') },
    ]);
  });
  it.each(['gen_ai.evaluation.result', 'exception', '__proto__', ''])('%s is no message', (name) =>
    expect(saidByEvent(name, attributesOf({ content: 'x' }), 'body')).toBeUndefined(),
  );
});
