import { describe, expect, test } from 'vitest';
import { anthropic } from './anthropic/anthropic.ts';
import type { Completion, Dialect, Json } from './dialect.ts';
import { openai } from './openai/openai.ts';

/** Answers as servers that call themselves compatible send them, cut to what differs. */
const streamed = (dialect: Dialect, events: readonly Json[]): { completion: Completion; said: boolean[] } => {
  const reader = dialect.reader();
  const said = events.map((event) => reader.take(event));
  return { completion: reader.end(), said };
};
const unknown = { input: null, output: null, cacheRead: null, cacheWrite: null, reasoning: null };
const chunk = (delta: object, finish: string | null = null, more: object = {}): Json => ({
  ...{ id: 'chatcmpl-1', object: 'chat.completion.chunk', model: 'm-1', ...more },
  choices: [{ index: 0, delta, finish_reason: finish }],
});
const call = (index: number, piece: object): object => ({ tool_calls: [{ index, ...piece }] });

describe('whole answers', () => {
  test('Ollama: no details of usage, a fingerprint of its own', () => {
    const answer = {
      ...{ id: 'chatcmpl-291', object: 'chat.completion', model: 'llama3.2', system_fingerprint: 'fp_ollama' },
      choices: [{ index: 0, message: { role: 'assistant', content: 'Hello.' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 26, completion_tokens: 10, total_tokens: 36 },
    };
    expect(openai.read(answer)).toEqual({
      ...{ text: 'Hello.', refusal: null, toolCalls: [], finish: 'stop', model: 'llama3.2' },
      usage: { ...unknown, input: 26, output: 10 },
    });
  });

  test('vLLM: empty lists and nulls where others leave out, reasoning beside the text', () => {
    const message = { role: 'assistant', content: 'Four.', refusal: null, tool_calls: [], reasoning_content: '2+2…' };
    const answer = {
      model: 'Qwen/Qwen3-8B',
      choices: [{ index: 0, message, logprobs: null, finish_reason: 'stop', stop_reason: null }],
      usage: { prompt_tokens: 9, total_tokens: 20, completion_tokens: 11, prompt_tokens_details: null },
      ...{ prompt_logprobs: null, kv_transfer_params: null },
    };
    expect(openai.read(answer)).toMatchObject({
      text: 'Four.',
      toolCalls: [],
      finish: 'stop',
      usage: { cacheRead: null },
    });
  });

  test('Azure: filters beside the answer, and an answer the filter cut', () => {
    const filtered = { hate: { filtered: true, severity: 'high' } };
    const answer = {
      choices: [
        { message: { content: 'The first' }, finish_reason: 'content_filter', content_filter_results: filtered },
      ],
      prompt_filter_results: [{ prompt_index: 0, content_filter_results: {} }],
    };
    expect(openai.read(answer)).toMatchObject({ text: 'The first', finish: 'filtered', model: null, usage: unknown });
  });

  test('LiteLLM and OpenRouter: a provider’s name in the model, costs and details that nobody asked for', () => {
    const usage = { prompt_tokens: 5, completion_tokens: 2, cost: 0.001, prompt_tokens_details: { cached_tokens: 4 } };
    const answer = {
      ...{ provider: 'Somebody', model: 'anthropic/claude-x', usage },
      choices: [{ message: { content: 'Hi' }, finish_reason: 'end_turn', native_finish_reason: 'end_turn' }],
    };
    expect(openai.read(answer)).toMatchObject({
      model: 'anthropic/claude-x',
      finish: 'other',
      usage: { cacheRead: 4 },
    });
  });

  test('counts that cannot be counts are unknown', () => {
    const usage = { prompt_tokens: -1, completion_tokens: '7', completion_tokens_details: { reasoning_tokens: 1.5 } };
    expect(openai.read({ choices: [{ message: {} }], usage }).usage).toEqual(unknown);
    const told = { input_tokens: 3, cache_read_input_tokens: 5, cache_creation_input_tokens: null, output_tokens: NaN };
    expect(anthropic.read({ content: [], usage: told }).usage).toEqual({ ...unknown, input: 8, cacheRead: 5 });
  });

  test('Anthropic: thinking and tools of its own beside the text', () => {
    const content = [
      { type: 'thinking', thinking: 'Hm.', signature: 's' },
      { type: 'text', text: 'I look. ' },
      { type: 'server_tool_use', id: 's1', name: 'web_search', input: {} },
      { type: 'text', text: 'Found.', citations: [] },
      { type: 'tool_use', id: 't1', name: 'send', input: { to: 'Ada' } },
    ];
    const usage = { input_tokens: 1, output_tokens: 9, output_tokens_details: { thinking_tokens: 4 } };
    expect(anthropic.read({ content, stop_reason: 'tool_use', model: 'c', usage })).toMatchObject({
      ...{ text: 'I look. Found.', finish: 'tool_calls', usage: { reasoning: 4 } },
      toolCalls: [{ id: 't1', name: 'send', arguments: '{"to":"Ada"}' }],
    });
  });

  test.each([
    ['end_turn', 'stop'],
    ['stop_sequence', 'stop'],
    ['max_tokens', 'length'],
    ['model_context_window_exceeded', 'length'],
    ['refusal', 'filtered'],
    ['pause_turn', 'other'],
    ['__proto__', 'other'],
    [null, 'other'],
  ] as const)('Anthropic’s %s is %s', (reason, finish) => {
    expect(anthropic.read({ content: [], stop_reason: reason }).finish).toBe(finish);
  });
});

describe('streams', () => {
  test('Azure begins with a chunk about filters, OpenAI ends with one about usage: neither is a word', () => {
    const { completion, said } = streamed(openai, [
      { choices: [], prompt_filter_results: [] },
      chunk({ role: 'assistant', content: '' }),
      chunk({ content: 'Hi' }),
      chunk({}, 'stop'),
      { choices: [], usage: { prompt_tokens: 3, completion_tokens: 1 } },
    ]);
    expect(said).toEqual([false, false, true, false, false]);
    expect(completion).toMatchObject({ text: 'Hi', finish: 'stop', usage: { input: 3, output: 1 } });
  });

  test('vLLM counts usage in each chunk, and reasons before it speaks', () => {
    const { completion, said } = streamed(openai, [
      chunk({ reasoning_content: 'Hm' }, null, { usage: { prompt_tokens: 3, completion_tokens: 1 } }),
      chunk({ content: 'Yes' }, null, { usage: { prompt_tokens: 3, completion_tokens: 2 } }),
      chunk({ content: '' }, 'stop', { usage: { prompt_tokens: 3, completion_tokens: 3 } }),
    ]);
    expect(said).toEqual([true, true, false]);
    expect(completion).toMatchObject({ text: 'Yes', usage: { output: 3 } });
  });

  test('calls come in pieces, side by side, or whole in one piece without a number', () => {
    const { completion } = streamed(openai, [
      chunk(call(0, { id: 'a', function: { name: 'find', arguments: '' } })),
      chunk(call(1, { id: 'b', function: { name: 'send', arguments: '{"to"' } })),
      chunk(call(0, { function: { arguments: '{"q":1}' } })),
      chunk(call(1, { function: { arguments: ':"Ada"}' } })),
      chunk({}, 'tool_calls'),
    ]);
    expect(completion.toolCalls).toEqual([
      { id: 'a', name: 'find', arguments: '{"q":1}' },
      { id: 'b', name: 'send', arguments: '{"to":"Ada"}' },
    ]);
    const whole = {
      tool_calls: [{ function: { name: 'a', arguments: '{}' } }, { function: { name: 'b', arguments: '{}' } }],
    };
    const ollama = streamed(openai, [chunk(whole), chunk({}, 'stop')]).completion;
    expect(ollama).toMatchObject({ finish: 'tool_calls', toolCalls: [{ name: 'a' }, { name: 'b' }] });
  });

  test('calls without end, and parts without end, are refused', () => {
    const many = Array.from({ length: 200 }, (_, at) => chunk(call(at, { function: { name: 'x' } })));
    expect(() => streamed(openai, many)).toThrow('More than 128 tool calls');
    const parts = Array.from({ length: 2000 }, (_, index) => ({
      ...{ type: 'content_block_start', index, content_block: { type: 'text' } },
    }));
    expect(() => streamed(anthropic, parts)).toThrow('More than 1024 parts');
  });

  test('Anthropic pings in between, thinks before it speaks, and tells usage at both ends', () => {
    const { completion, said } = streamed(anthropic, [
      { type: 'message_start', message: { model: 'c', content: [], usage: { input_tokens: 7, output_tokens: 1 } } },
      { type: 'content_block_start', index: 0, content_block: { type: 'thinking', thinking: '' } },
      { type: 'ping' },
      { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'Hm' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'signature_delta', signature: 's' } },
      { type: 'content_block_start', index: 1, content_block: { type: 'text', text: '' } },
      { type: 'content_block_delta', index: 1, delta: { type: 'text_delta', text: 'Yes' } },
      { type: 'something_new', index: 1 },
      { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 12 } },
      { type: 'message_stop' },
    ]);
    expect(said.indexOf(true)).toBe(3);
    expect(completion).toMatchObject({ text: 'Yes', finish: 'stop', model: 'c', usage: { input: 7, output: 12 } });
  });

  test('a call that its limit cut in the middle is shown as it came', () => {
    const { completion } = streamed(anthropic, [
      { type: 'message_start', message: { content: [] } },
      { type: 'content_block_start', index: 0, content_block: { type: 'tool_use', id: 't', name: 'send', input: {} } },
      { type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json: '{"to":"A' } },
      { type: 'message_delta', delta: { stop_reason: 'max_tokens' } },
      { type: 'message_stop' },
    ]);
    expect(completion).toMatchObject({ finish: 'length', toolCalls: [{ id: 't', arguments: '{"to":"A' }] });
  });

  test('a call without arguments has an empty object', () => {
    const { completion } = streamed(anthropic, [
      { type: 'message_start', message: { content: [] } },
      { type: 'content_block_start', index: 0, content_block: { type: 'tool_use', id: 't', name: 'now', input: {} } },
      { type: 'message_delta', delta: { stop_reason: 'tool_use' } },
      { type: 'message_stop' },
    ]);
    expect(completion.toolCalls).toEqual([{ id: 't', name: 'now', arguments: '{}' }]);
  });
});
