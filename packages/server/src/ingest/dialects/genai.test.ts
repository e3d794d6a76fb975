import { describe, expect, it } from 'vitest';
import { type Given, spanWith } from '../map/span.fixture.ts';
import { genai } from './genai.ts';

const read = (given: Given) => genai.read(spanWith(given));

describe('GenAI conventions', () => {
  it('reads the names of today', () => {
    expect(
      read({
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'openai',
        'gen_ai.request.model': 'gpt-5-mini',
        'gen_ai.response.model': 'gpt-5-mini-2026-08-07',
        'gen_ai.response.id': 'resp_1',
        'gen_ai.response.finish_reasons': ['tool_calls'],
        'gen_ai.response.time_to_first_chunk': 0.005,
        'gen_ai.conversation.id': 'conv-3',
        'gen_ai.usage.input_tokens': 812n,
        'gen_ai.usage.output_tokens': 41n,
        'gen_ai.usage.cache_read.input_tokens': 640n,
        'gen_ai.usage.cache_write.input_tokens': 0n,
        'gen_ai.usage.reasoning.output_tokens': 16n,
      }),
    ).toEqual({
      kind: 'llm',
      provider: 'openai',
      requestModel: 'gpt-5-mini',
      responseModel: 'gpt-5-mini-2026-08-07',
      responseId: 'resp_1',
      finishReason: 'tool_call',
      timeToFirstTokenNs: 5_000_000n,
      conversation: 'conv-3',
      usage: { input: 812, output: 41, cacheRead: 640, cacheWrite: 0, reasoning: 16 },
    });
  });

  it('reads the names of before', () => {
    expect(
      read({ 'gen_ai.system': 'az.ai.openai', 'gen_ai.usage.prompt_tokens': 3n, 'gen_ai.usage.completion_tokens': 2n }),
    ).toMatchObject({
      provider: 'azure.ai.openai',
      usage: { input: 3, output: 2 },
    });
    const flat = read({
      'gen_ai.prompt.0.role': 'user',
      'gen_ai.prompt.0.content': 'hi',
      'gen_ai.prompt.2.role': 'assistant',
      'gen_ai.prompt.2.tool_calls.0.id': 'c1',
      'gen_ai.prompt.2.tool_calls.0.name': 'f',
      'gen_ai.prompt.2.tool_calls.0.arguments': '{"a":1}',
      'gen_ai.completion.0.content': 'done',
      'gen_ai.completion.0.role': 'assistant',
      'gen_ai.prompt.name': 'greeting',
    });
    expect(flat).toMatchObject({
      promptName: 'greeting',
      input: [
        { role: 'user', parts: [{ type: 'text', content: 'hi' }] },
        { role: 'assistant', parts: [{ type: 'tool_call', id: 'c1', name: 'f', arguments: { a: 1 } }] },
      ],
      output: [{ role: 'assistant', parts: [{ type: 'text', content: 'done' }] }],
    });
    expect(flat.consumed).not.toContain('gen_ai.prompt.name');
    const whole = read({
      'gen_ai.prompt': '{"messages":[{"role":"user","content":"q"}]}',
      'gen_ai.completion': '{"choices":[{"message":{"role":"assistant","content":"a"}}]}',
    });
    expect(whole).toMatchObject({
      input: [{ role: 'user' }],
      output: [{ role: 'assistant', parts: [{ content: 'a' }] }],
    });
  });

  it('reads content as JSON text, as structure, and instructions as plain text', () => {
    const message = { role: 'user', parts: [{ type: 'text', content: 'hi' }] };
    expect(read({ 'gen_ai.input.messages': [message] }).input).toEqual([message]);
    expect(read({ 'gen_ai.input.messages': JSON.stringify([message]) }).input).toEqual([message]);
    const system = [{ role: 'system', parts: [{ type: 'text', content: 'be kind' }] }];
    expect(read({ 'gen_ai.system_instructions': 'be kind' }).systemInstructions).toEqual(system);
    expect(read({ 'gen_ai.system_instructions': '[{"type":"text","content":"be kind"}]' }).systemInstructions).toEqual(
      system,
    );
    expect(
      read({ 'gen_ai.system_instructions': '[{"role":"system","parts":[{"type":"text","content":"be kind"}]}]' })
        .systemInstructions,
    ).toEqual(system);
  });

  it('keeps messages that cannot be read as the text they came as', () => {
    expect(read({ 'gen_ai.input.messages': '[{"role":"user","parts":[{"type":"te' }).input).toEqual([
      { role: 'user', parts: [{ type: 'text', content: '[{"role":"user","parts":[{"type":"te' }] },
    ]);
  });

  it('reads a tool: definitions of a call, arguments and result of its span', () => {
    expect(read({ 'gen_ai.tool.definitions': '[{"name":"f"}]' }).toolDefinitions).toEqual([{ name: 'f' }]);
    const tool = read({
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': 'f',
      'gen_ai.tool.call.id': 'c1',
      'gen_ai.tool.call.arguments': '{"a":1}',
      'gen_ai.tool.call.result': 'fine',
    });
    expect(tool).toMatchObject({
      kind: 'tool',
      tool: 'f',
      toolCallId: 'c1',
      input: [{ role: 'assistant', parts: [{ type: 'tool_call', id: 'c1', name: 'f', arguments: { a: 1 } }] }],
      output: [{ role: 'tool', parts: [{ type: 'tool_call_response', id: 'c1', response: 'fine' }] }],
      consumed: ['gen_ai.tool.call.arguments', 'gen_ai.tool.call.result'],
    });
  });

  it.each([
    ['["tool-calls"]', 'tool_call'],
    [['end_turn'], 'stop'],
    ['length', 'length'],
    [['SAFETY'], 'content_filter'],
    [['content-filter'], 'content_filter'],
    [['__proto__'], '__proto__'],
  ])('folds the finish reason %o', (sent, folded) => {
    expect(read({ 'gen_ai.response.finish_reasons': sent }).finishReason).toBe(folded);
  });

  it.each([
    ['openai.chat', 'openai'],
    ['anthropic.messages', 'anthropic'],
    ['azure.ai.openai', 'azure.ai.openai'],
    ['vertex_ai', 'gcp.vertex_ai'],
    ['aws.bedrock', 'aws.bedrock'],
    ['xai', 'x_ai'],
    ['Mistral', 'mistral'],
  ])('folds the provider %s', (sent, folded) => expect(read({ 'gen_ai.system': sent }).provider).toBe(folded));
});
