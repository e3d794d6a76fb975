import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LlmMessage, LlmTool } from '../../ports/llm.ts';
import { anthropic } from './anthropic/anthropic.ts';
import { question } from './any-server.fixture.ts';
import { Malformed } from './dialect.ts';
import { openai } from './openai/openai.ts';

type Body = Record<string, unknown> & { messages: { role: string; content: unknown }[] };
const bodies = (change: Parameters<typeof question>[0]): { openai: Body; anthropic: Body } => ({
  openai: openai.body(question(change)) as Body,
  anthropic: anthropic.body(question(change)) as Body,
});
const call = (id: string, text = '{"q":1}') => ({ id, name: 'find', arguments: text });
const tools: LlmTool[] = [{ name: 'find' }];

describe('where it is asked, and as whom', () => {
  test.each([
    ['', '/v1/messages'],
    ['/v1', '/messages'],
    ['/proxy/v1', '/messages'],
    ['/proxy', '/v1/messages'],
    ['/v1x', '/v1/messages'],
  ])('Anthropic below %j: %s', (base, path) => expect(anthropic.path(base)).toBe(path));

  test('a key stands in the header of each, and none where there is none', () => {
    expect(openai.headers('k')).toEqual({ authorization: 'Bearer k' });
    expect(openai.headers(null)).toEqual({});
    expect(anthropic.headers('k')).toEqual({ 'anthropic-version': '2023-06-01', 'x-api-key': 'k' });
    expect(anthropic.headers(null)).toEqual({ 'anthropic-version': '2023-06-01' });
  });
});

describe('parameters', () => {
  const own = { model: 'other', messages: [], tools: [1], stream: true, n: 5, tool_choice: 'x', temperature: 0 };

  test('never replace what is asked: another model, more answers, a stream', () => {
    const sent = bodies({ parameters: own });
    for (const body of [sent.openai, sent.anthropic]) {
      expect(body).toMatchObject({ model: 'm-1', temperature: 0 });
      expect(body.messages).toHaveLength(1);
      for (const key of ['tools', 'stream', 'n', 'tool_choice']) expect(body).not.toHaveProperty(key);
    }
  });

  test.each([
    [{}, 4_096],
    [{ max_tokens: 5 }, 5],
    [{ max_completion_tokens: 6 }, 6],
    [{ max_tokens: 5, max_completion_tokens: 6 }, 5],
  ])('%j means at most %i tokens of Anthropic', (parameters, most) => {
    expect(bodies({ parameters }).anthropic).toMatchObject({ max_tokens: most });
    expect(bodies({ parameters }).anthropic).not.toHaveProperty('max_completion_tokens');
  });

  test('a system text among the parameters does not slip in', () => {
    expect(bodies({ parameters: { system: 'Obey.' } }).anthropic).not.toHaveProperty('system');
  });
});

describe('tools', () => {
  test.each([
    ['auto', 'auto', { type: 'auto' }],
    ['none', 'none', { type: 'none' }],
    ['required', 'required', { type: 'any' }],
    ['find', { type: 'function', function: { name: 'find' } }, { type: 'tool', name: 'find' }],
  ])('choosing %s', (toolChoice, ofOpenai, ofAnthropic) => {
    const sent = bodies({ tools, toolChoice });
    expect([sent.openai['tool_choice'], sent.anthropic['tool_choice']]).toEqual([ofOpenai, ofAnthropic]);
  });

  test('without any, or without a choice, nothing is chosen', () => {
    for (const sent of [bodies({ toolChoice: 'auto' }), bodies({ tools, toolChoice: null })])
      for (const body of [sent.openai, sent.anthropic]) expect(body).not.toHaveProperty('tool_choice');
  });

  test('one that declares no arguments takes any object', () => {
    const any = { type: 'object', properties: {} };
    const sent = bodies({ tools });
    expect(sent.openai['tools']).toEqual([{ type: 'function', function: { name: 'find', parameters: any } }]);
    expect(sent.anthropic['tools']).toEqual([{ name: 'find', input_schema: any }]);
  });
});

describe('messages', () => {
  const chat: LlmMessage[] = [
    { role: 'system', content: 'One.' },
    { role: 'user', content: 'Go.' },
    { role: 'system', content: 'Two.' },
    { role: 'assistant', content: '', toolCalls: [call('a'), call('b', 'no json')] },
    { role: 'tool', callId: 'a', content: 'r1' },
    { role: 'tool', callId: 'b', content: 'r2' },
    { role: 'user', content: 'And?' },
  ];

  test('of OpenAI stay one by one, in their order', () => {
    const { messages } = bodies({ messages: chat }).openai;
    expect(messages.map((one) => one.role)).toEqual(['system', 'user', 'system', 'assistant', 'tool', 'tool', 'user']);
    expect(messages[3]).toMatchObject({ content: null, tool_calls: [{ id: 'a' }, { id: 'b' }] });
    expect(messages[4]).toEqual({ role: 'tool', tool_call_id: 'a', content: 'r1' });
  });

  test('of Anthropic are turns: the system apart, neighbours together, calls with an object', () => {
    const { messages, system } = bodies({ messages: chat }).anthropic;
    expect(system).toBe('One.\n\nTwo.');
    expect(messages).toEqual([
      { role: 'user', content: [{ type: 'text', text: 'Go.' }] },
      {
        role: 'assistant',
        content: [
          { type: 'tool_use', id: 'a', name: 'find', input: { q: 1 } },
          { type: 'tool_use', id: 'b', name: 'find', input: {} },
        ],
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'a', content: 'r1' },
          { type: 'tool_result', tool_use_id: 'b', content: 'r2' },
          { type: 'text', text: 'And?' },
        ],
      },
    ]);
  });

  test('of Anthropic are turns of two who alternate, and lose no text, whoever said what', () => {
    const one: fc.Arbitrary<LlmMessage> = fc.oneof(
      fc.record({ role: fc.constantFrom('system' as const, 'user' as const), content: fc.string({ minLength: 1 }) }),
      fc.record({
        ...{ role: fc.constant('assistant' as const), content: fc.string({ minLength: 1 }) },
        toolCalls: fc.constant([]),
      }),
    );
    fc.assert(
      fc.property(fc.array(one), (messages) => {
        const sent = bodies({ messages }).anthropic;
        const roles = sent.messages.map((turn) => turn.role);
        roles.forEach((role, at) => expect(role).not.toBe(roles[at - 1]));
        const texts = sent.messages.flatMap((turn) => (turn.content as { text: string }[]).map((block) => block.text));
        const spoken = messages.filter((message) => message.role !== 'system').map((message) => message.content);
        expect(texts).toEqual(spoken);
      }),
    );
  });
});

describe('answers', () => {
  test.each([null, 7, 'text', [], {}, { choices: [] }, { choices: [{}] }, { choices: [{ message: 'x' }] }])(
    'of OpenAI that are none: %j',
    (answer) => expect(() => openai.read(answer)).toThrow(Malformed),
  );
  test.each([null, 7, 'text', [], {}, { content: 'x' }, { content: null }])(
    'of Anthropic that are none: %j',
    (answer) => expect(() => anthropic.read(answer)).toThrow(Malformed),
  );

  const said = (message: object, finish: unknown = 'stop', more: object = {}) =>
    openai.read({ choices: [{ message, finish_reason: finish }], ...more });
  test.each([
    ['stop', [], 'stop'],
    ['length', [], 'length'],
    ['content_filter', [], 'filtered'],
    ['tool_calls', [call('a')], 'tool_calls'],
    ['stop', [call('a')], 'tool_calls'],
    ['length', [call('a')], 'length'],
    ['content_filter', [call('a')], 'filtered'],
    ['tool_calls', [], 'other'],
    ['whatever', [], 'other'],
    [null, [], 'other'],
    [7, [], 'other'],
  ])('of OpenAI that end by %j with %j end by %s', (reason, calls, finish) => {
    const tool_calls = calls.map(({ id, name, arguments: text }) => ({ id, function: { name, arguments: text } }));
    expect(said({ content: 'x', tool_calls }, reason).finish).toBe(finish);
  });

  test.each([
    ['end_turn', 'stop'],
    ['stop_sequence', 'stop'],
    ['max_tokens', 'length'],
    ['model_context_window_exceeded', 'length'],
    ['tool_use', 'tool_calls'],
    ['refusal', 'filtered'],
    ['pause_turn', 'other'],
    ['constructor', 'other'],
    [null, 'other'],
  ])('of Anthropic that end by %j end by %s', (stop_reason, finish) => {
    expect(anthropic.read({ content: [], stop_reason }).finish).toBe(finish);
  });

  test.each([
    [7, 7],
    [0, 0],
    [-1, null],
    [1.5, null],
    ['7', null],
    [null, null],
    [undefined, null],
    [Number.MAX_SAFE_INTEGER + 1, null],
  ])('that tell %j tokens tell %j: what cannot be is unknown, not none', (told, tokens) => {
    expect(said({ content: 'x' }, 'stop', { usage: { prompt_tokens: told } }).usage.input).toBe(tokens);
    expect(anthropic.read({ content: [], usage: { output_tokens: told } }).usage.output).toBe(tokens);
  });

  test('of Anthropic count what the cache gave and took into what came in', () => {
    const usage = { input_tokens: 10, cache_read_input_tokens: 5, cache_creation_input_tokens: 3, output_tokens: 2 };
    expect(anthropic.read({ content: [], usage }).usage).toEqual({
      ...{ input: 18, output: 2, cacheRead: 5, cacheWrite: 3, reasoning: null },
    });
    const { input_tokens: _, ...rest } = usage;
    expect(anthropic.read({ content: [], usage: rest }).usage.input).toBeNull();
  });

  test('with calls that have no id get one each, and none gets another’s', () => {
    const tool_calls = [{ function: { name: 'a' } }, { id: '', function: {} }, { id: 'own', function: null }];
    expect(said({ content: null, tool_calls }).toolCalls).toEqual([
      { id: 'call_0', name: 'a', arguments: '' },
      { id: 'call_1', name: '', arguments: '' },
      { id: 'own', name: '', arguments: '' },
    ]);
    const content = [
      { type: 'tool_use', name: 'a', input: { x: 1 } },
      { type: 'tool_use', id: 'own' },
    ];
    expect(anthropic.read({ content }).toolCalls).toEqual([
      { id: 'call_0', name: 'a', arguments: '{"x":1}' },
      { id: 'own', name: '', arguments: '{}' },
    ]);
  });

  test('that say nothing beside a call or a refusal have no text', () => {
    expect(said({ content: '' }).text).toBe('');
    expect(said({ content: '', refusal: 'No.' })).toMatchObject({ text: null, refusal: 'No.' });
    expect(said({ content: '', tool_calls: [{ function: { name: 'a' } }] }).text).toBeNull();
    expect(said({ content: [{ type: 'text', text: 'a' }, { type: 'image' }, { text: 'b' }] }).text).toBe('ab');
    expect(anthropic.read({ content: [{ type: 'thinking', thinking: 'hm' }] }).text).toBe('');
  });
});

describe('streams', () => {
  test('that end before the answer, or begin in its middle, are none', () => {
    expect(() => openai.reader().end()).toThrow(Malformed);
    const cut = openai.reader();
    cut.take({ choices: [{ delta: { content: 'half' } }] });
    expect(() => cut.end()).toThrow(Malformed);
    expect(() => anthropic.reader().end()).toThrow(Malformed);
    expect(() => anthropic.reader().take({ type: 'content_block_delta', index: 0, delta: { text: 'x' } })).toThrow(
      Malformed,
    );
    expect(() => anthropic.reader().take({ type: 'content_block_start', index: 0 })).toThrow(Malformed);
  });

  test('with calls without end are refused, not kept', () => {
    const [many, parts] = [openai.reader(), anthropic.reader()];
    const piece = (index: number) => ({ choices: [{ delta: { tool_calls: [{ index, function: { name: 'a' } }] } }] });
    for (let index = 0; index < 128; index++) many.take(piece(index));
    many.take(piece(5));
    expect(() => many.take(piece(128))).toThrow(Malformed);
    const start = (index: number) => ({ type: 'content_block_start', index, content_block: { type: 'text' } });
    for (let index = 0; index < 1_024; index++) parts.take(start(index));
    expect(() => parts.take(start(1_024))).toThrow(Malformed);
  });

  test('of OpenAI put pieces of calls together by their index, whenever they come', () => {
    const reader = openai.reader();
    const take = (...tool_calls: object[]) => reader.take({ choices: [{ delta: { tool_calls } }] });
    take({ index: 1, id: 'b', function: { name: 'send', arguments: '{"y"' } });
    take({ index: 0, id: 'a', function: { name: 'find', arguments: '{' } });
    take({ index: 1, function: { arguments: ':2}' } }, { index: 0, id: 'other', function: { arguments: '}' } });
    reader.take({ choices: [{ delta: {}, finish_reason: 'tool_calls' }] });
    reader.take({ choices: [], usage: { prompt_tokens: 4 } });
    expect(reader.end()).toMatchObject({
      toolCalls: [
        { id: 'a', name: 'find', arguments: '{}' },
        { id: 'b', name: 'send', arguments: '{"y":2}' },
      ],
      ...{ finish: 'tool_calls', text: null, usage: { input: 4, output: null } },
    });
  });
});
