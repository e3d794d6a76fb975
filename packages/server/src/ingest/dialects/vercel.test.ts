import { describe, expect, it } from 'vitest';
import { spansOf } from '../map/captures.fixture.ts';
import { type Given, spanWith } from '../map/span.fixture.ts';
import { readSpan } from './registry.ts';
import { vercel } from './vercel.ts';

const read = (given: Given) => vercel.read(spanWith(given));
const captured = (id: string) => vercel.read(spansOf('vercel-ai-v6').find(({ spanId }) => spanId === id)!);

describe('the AI SDK as captured', () => {
  it('a call of a model', () => {
    expect(captured('20113b71dc907046')).toMatchObject({
      kind: 'llm',
      provider: 'openai',
      requestModel: 'gpt-5-mini',
      responseModel: 'gpt-5-mini-2026-08-07',
      responseId: 'chatcmpl-000002',
      finishReason: 'tool_call',
      conversation: 'sess-2026-11',
      user: 'user-77',
      promptName: 'support-agent',
      promptVersion: '7',
      tags: ['beta', 'refunds'],
      usage: { input: 949, output: 50, cacheRead: 640, cacheWrite: null, reasoning: 16 },
      input: [
        { role: 'system' },
        { role: 'user', parts: [{ type: 'text', content: 'My order A-1001 never arrived. Please refund it.' }] },
        {
          role: 'assistant',
          parts: [
            { type: 'text' },
            { type: 'tool_call', id: 'call_000001', name: 'lookup_order', arguments: { order_id: 'A-1001' } },
          ],
        },
        {
          role: 'tool',
          parts: [
            { type: 'tool_call_response', id: 'call_000001', response: { order_id: 'A-1001', status: 'delayed' } },
          ],
        },
      ],
      output: [
        {
          role: 'assistant',
          parts: [{ type: 'tool_call', id: 'call_000002', name: 'issue_refund', arguments: { amount: 42.5 } }],
        },
      ],
      toolDefinitions: [{ name: 'lookup_order' }, { name: 'issue_refund' }],
    });
    expect(captured('20113b71dc907046').agent).toBeUndefined();
  });

  it('its agent', () => {
    expect(captured('8f6fb458a554aaf5')).toMatchObject({
      kind: 'agent',
      agent: 'support-agent',
      usage: { input: 2847, output: 150 },
      systemInstructions: [
        { role: 'system', parts: [{ content: 'You are the support agent for Acme. Use tools before answering.' }] },
      ],
      input: [{ role: 'user' }],
      output: [
        {
          role: 'assistant',
          parts: [
            {
              type: 'text',
              content: 'Your order A-1001 was delayed, so I refunded 42.50 USD. It arrives on your card in 3 days.',
            },
          ],
        },
      ],
    });
  });

  it('its tool', () => {
    expect(captured('4730e56edfc3496c')).toMatchObject({
      kind: 'tool',
      tool: 'lookup_order',
      toolCallId: 'call_000001',
      input: [{ role: 'assistant', parts: [{ type: 'tool_call', arguments: { order_id: 'A-1001' } }] }],
      output: [{ role: 'tool', parts: [{ type: 'tool_call_response', response: { currency: 'USD' } }] }],
    });
  });

  it('an embedding: the text kept, the vector not, and no agent', () => {
    const call = captured('d1f836e0f681130c');
    expect(call).toMatchObject({
      kind: 'embedding',
      usage: { input: 8, output: null },
      input: [{ role: 'user', parts: [{ type: 'text', content: 'refund policy' }] }],
    });
    expect(call.consumed).toEqual(['ai.values', 'ai.embeddings']);
    const top = captured('8ef9419ec3d94399');
    expect([top.kind, top.agent]).toEqual(['chain', undefined]);
  });
});

describe('the AI SDK 5 with Anthropic', () => {
  const metadata = JSON.stringify({
    anthropic: { usage: { input_tokens: 172, cache_creation_input_tokens: 640, cache_read_input_tokens: 0 } },
  });
  const call = {
    'ai.operationId': 'ai.generateText.doGenerate',
    'ai.usage.outputTokens': 41n,
    'ai.response.providerMetadata': metadata,
  };

  it('counts without the cache: it is added from the metadata', () => {
    expect(read({ ...call, 'ai.usage.inputTokens': 172n }).usage).toMatchObject({
      input: 812,
      cacheRead: 0,
      cacheWrite: 640,
    });
  });

  it('leaves a count alone that is another than the metadata’s', () => {
    expect(read({ ...call, 'ai.usage.inputTokens': 812n }).usage).toMatchObject({ input: 812, cacheWrite: null });
    expect(
      read({ ...call, 'ai.usage.inputTokens': 172n, 'ai.response.providerMetadata': '{"anthropic":' }).usage,
    ).toMatchObject({ input: 172, cacheRead: null });
  });
});

it('reads what else a prompt and an answer can be', () => {
  const base = { 'ai.operationId': 'ai.streamText' };
  expect(read({ ...base, 'ai.prompt': '{"messages":[{"role":"user","content":"q"}]}' }).input).toEqual([
    { role: 'user', parts: [{ type: 'text', content: 'q' }] },
  ]);
  expect(read({ ...base, 'ai.prompt': '{"prompt":[{"role":"user","content":"q"}]}' }).input).toEqual([
    { role: 'user', parts: [{ type: 'text', content: 'q' }] },
  ]);
  expect(read({ ...base, 'ai.response.object': '{"a":1}', 'ai.response.reasoning': 'hm' }).output).toEqual([
    {
      role: 'assistant',
      parts: [
        { type: 'reasoning', content: 'hm' },
        { type: 'data', content: { a: 1 } },
      ],
    },
  ]);
  expect(
    read({ ...base, 'ai.response.msToFirstChunk': 46.5, 'ai.response.finishReason': 'content-filter' }),
  ).toMatchObject({ timeToFirstTokenNs: 46_500_000n, refused: true });
  expect(read({ ...base, 'ai.response.finishReason': 'error' }).failed).toBe(true);
});

describe('version 7', () => {
  const scope = { name: 'gen_ai', version: '', attributes: new Map() };
  it('speaks GenAI; its context says who and which conversation', () => {
    const given = {
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.agent.name': 'support-agent',
      'gen_ai.usage.input_tokens': 2847n,
      'gen_ai.response.finish_reasons': ['stop'],
      'ai.settings.context.sessionId': 's',
      'ai.settings.context.userId': 'u',
    };
    expect(readSpan(spanWith(given, { scope, name: 'invoke_agent gpt-5-mini' }))).toMatchObject({
      dialect: 'genai+vercel',
      kind: 'agent',
      agent: 'support-agent',
      conversation: 's',
      user: 'u',
      usageScope: 'reported',
    });
    const step = { 'gen_ai.operation.name': 'agent_step' };
    expect(readSpan(spanWith(step, { scope, name: 'step 1' }))).toMatchObject({ kind: 'chain' });
  });

  it('a call’s first chunk by the name of a metric, its write to the cache by the older name', () => {
    const given = {
      'gen_ai.operation.name': 'chat',
      'gen_ai.usage.input_tokens': 812n,
      'gen_ai.usage.cache_creation.input_tokens': 640n,
      'gen_ai.client.operation.time_to_first_chunk': 0.25,
    };
    expect(readSpan(spanWith(given, { scope }))).toMatchObject({
      kind: 'llm',
      usage: { input: 812, cacheWrite: 640 },
      usageQuality: 'exact',
      timeToFirstTokenNs: 250_000_000n,
    });
  });
});
