import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LlmMessage, LlmRequest } from '../../ports/llm.ts';
import { anthropic } from './anthropic/anthropic.ts';
import {
  type Completion,
  type Dialect,
  isJson,
  listOf,
  Malformed,
  objectOf,
  StreamError,
  tokensOf,
  wordOf,
} from './dialect.ts';
import { openai } from './openai/openai.ts';

const dialects: [string, Dialect][] = [
  ['openai', openai],
  ['anthropic', anthropic],
];
const request = (changes: Partial<LlmRequest> = {}): LlmRequest => ({
  ...{ model: 'm-1', messages: [{ role: 'user', content: 'Hello' }], tools: [], toolChoice: null },
  ...{ outputSchema: null, parameters: {}, stream: false },
  ...changes,
});
const bodyOf = (dialect: Dialect, changes: Partial<LlmRequest> = {}): Record<string, unknown> =>
  dialect.body(request(changes)) as Record<string, unknown>;
const asked: LlmMessage = {
  ...{ role: 'assistant', content: '' },
  toolCalls: [
    { id: 'c1', name: 'weather', arguments: '{"city":"Bern"}' },
    { id: 'c2', name: 'weather', arguments: 'not json' },
  ],
};
const conversation: LlmMessage[] = [
  { role: 'system', content: 'Be brief.' },
  { role: 'user', content: 'Weather?' },
  asked,
  { role: 'tool', callId: 'c1', content: 'sunny' },
  { role: 'tool', callId: 'c2', content: 'rain' },
  { role: 'system', content: 'In German.' },
  { role: 'user', content: 'And tomorrow?' },
];
const weather = { name: 'weather', description: 'Of a city' };

describe('what is sent', () => {
  test('OpenAI: a conversation with calls and their results stays in its order; empty text beside calls is null', () => {
    expect(bodyOf(openai, { messages: conversation })['messages']).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Weather?' },
      {
        ...{ role: 'assistant', content: null },
        tool_calls: [
          { id: 'c1', type: 'function', function: { name: 'weather', arguments: '{"city":"Bern"}' } },
          { id: 'c2', type: 'function', function: { name: 'weather', arguments: 'not json' } },
        ],
      },
      { role: 'tool', tool_call_id: 'c1', content: 'sunny' },
      { role: 'tool', tool_call_id: 'c2', content: 'rain' },
      { role: 'system', content: 'In German.' },
      { role: 'user', content: 'And tomorrow?' },
    ]);
  });

  test('Anthropic: system apart, both results and the next question in one message, a call’s bad JSON as an empty object', () => {
    const body = bodyOf(anthropic, { messages: conversation });
    expect(body['system']).toBe('Be brief.\n\nIn German.');
    expect(body['messages']).toEqual([
      { role: 'user', content: [{ type: 'text', text: 'Weather?' }] },
      {
        role: 'assistant',
        content: [
          { type: 'tool_use', id: 'c1', name: 'weather', input: { city: 'Bern' } },
          { type: 'tool_use', id: 'c2', name: 'weather', input: {} },
        ],
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'c1', content: 'sunny' },
          { type: 'tool_result', tool_use_id: 'c2', content: 'rain' },
          { type: 'text', text: 'And tomorrow?' },
        ],
      },
    ]);
  });

  test('parameters are passed on, but for those the port says itself', () => {
    const parameters = { temperature: 0.2, model: 'dearer', messages: [], stream: true, n: 5, tools: [{}], seed: 7 };
    for (const [, dialect] of dialects) {
      const body = bodyOf(dialect, { parameters });
      expect(body).toMatchObject({ temperature: 0.2, seed: 7, model: 'm-1' });
      for (const key of ['n', 'stream', 'tools', 'tool_choice']) expect(body).not.toHaveProperty(key);
    }
  });

  test('Anthropic: how much may be said is always told; OpenAI’s words for it and for stops are understood', () => {
    expect(bodyOf(anthropic)['max_tokens']).toBe(4096);
    expect(bodyOf(anthropic, { parameters: { max_tokens: 7 } })['max_tokens']).toBe(7);
    expect(bodyOf(anthropic, { parameters: { max_completion_tokens: 8 } })).toMatchObject({ max_tokens: 8 });
    expect(bodyOf(anthropic, { parameters: { stop: 'END' } })['stop_sequences']).toEqual(['END']);
    expect(bodyOf(anthropic, { parameters: { stop: ['A', 'B'] } })['stop_sequences']).toEqual(['A', 'B']);
    expect(bodyOf(openai, { parameters: { stop: 'END' } })['stop']).toBe('END');
  });

  test.each([
    ['auto', 'auto', { type: 'auto' }],
    ['none', 'none', { type: 'none' }],
    ['required', 'required', { type: 'any' }],
    ['weather', { type: 'function', function: { name: 'weather' } }, { type: 'tool', name: 'weather' }],
  ])('the choice of a tool: %s', (toolChoice, ofOpenai, ofAnthropic) => {
    const changes = { tools: [weather], toolChoice };
    expect(bodyOf(openai, changes)['tool_choice']).toEqual(ofOpenai);
    expect(bodyOf(anthropic, changes)['tool_choice']).toEqual(ofAnthropic);
    // A choice among no tools is refused by both.
    for (const [, dialect] of dialects) expect(bodyOf(dialect, { toolChoice })).not.toHaveProperty('tool_choice');
  });

  test('a tool without a schema gets one that takes any object', () => {
    const any = { type: 'object', properties: {} };
    expect(bodyOf(openai, { tools: [weather] })['tools']).toEqual([
      { type: 'function', function: { ...weather, parameters: any } },
    ]);
    expect(bodyOf(anthropic, { tools: [{ name: 'x' }] })['tools']).toEqual([{ name: 'x', input_schema: any }]);
  });

  test('an answer by schema is asked for as strict only where it can be', () => {
    const closed = { type: 'object', properties: {}, required: [], additionalProperties: false };
    const format = (outputSchema: LlmRequest['outputSchema']): unknown =>
      bodyOf(openai, { outputSchema })['response_format'];
    expect(format(closed)).toMatchObject({ json_schema: { strict: true } });
    expect(format({ type: 'object' })).toEqual({
      ...{ type: 'json_schema', json_schema: { name: 'answer', schema: { type: 'object' } } },
    });
    expect(bodyOf(anthropic, { outputSchema: closed })['output_config']).toEqual({
      format: { type: 'json_schema', schema: closed },
    });
  });

  test('where it is sent, and how the key goes with it; without a key none is named', () => {
    expect(openai.path('/v1')).toBe('/chat/completions');
    expect([
      anthropic.path(''),
      anthropic.path('/v1'),
      anthropic.path('/gateway/v1'),
      anthropic.path('/v1beta'),
    ]).toEqual([...['/v1/messages', '/messages', '/messages', '/v1/messages']]);
    expect(openai.headers('sk')).toEqual({ authorization: 'Bearer sk' });
    expect(openai.headers(null)).toEqual({});
    expect(anthropic.headers('sk')).toMatchObject({ 'x-api-key': 'sk' });
    expect(anthropic.headers(null)).not.toHaveProperty('x-api-key');
  });
});

describe('what is read', () => {
  const openaiAnswer = (message: object, finish: unknown = 'stop', rest: object = {}): Completion =>
    openai.read({ choices: [{ message, finish_reason: finish }], ...rest });
  const anthropicAnswer = (content: object[], stop: unknown = 'end_turn', rest: object = {}): Completion =>
    anthropic.read({ content, stop_reason: stop, ...rest });

  test.each([
    ['stop', 'stop'],
    ['length', 'length'],
    ['content_filter', 'filtered'],
    ['tool_calls', 'other'],
    ['eos', 'other'],
    [null, 'other'],
    [7, 'other'],
  ])('OpenAI: finished by %j is %s', (reason, finish) => {
    expect(openaiAnswer({ content: 'x' }, reason).finish).toBe(finish);
  });

  test.each([
    ['end_turn', 'stop'],
    ['stop_sequence', 'stop'],
    ['max_tokens', 'length'],
    ['model_context_window_exceeded', 'length'],
    ['tool_use', 'tool_calls'],
    ['refusal', 'filtered'],
    ['toString', 'other'],
    [null, 'other'],
  ])('Anthropic: finished by %j is %s', (reason, finish) => {
    expect(anthropicAnswer([{ type: 'text', text: 'x' }], reason).finish).toBe(finish);
  });

  test('calls with the word "stop", without an id, and without arguments are calls', () => {
    const tool_calls = [{ function: { name: 'a', arguments: '{}' } }, { id: '', function: {} }, 'no call', null];
    expect(openaiAnswer({ content: '', tool_calls })).toMatchObject({
      ...{ text: null, finish: 'tool_calls' },
      toolCalls: [
        { id: 'call_0', name: 'a', arguments: '{}' },
        { id: 'call_1', name: '', arguments: '' },
      ],
    });
  });

  test('a text in parts is one text; an empty answer is an empty text, beside a refusal it is none', () => {
    expect(openaiAnswer({ content: [{ text: 'a' }, { image: 1 }, { text: 'b' }] }).text).toBe('ab');
    expect(openaiAnswer({ content: '' }).text).toBe('');
    expect(openaiAnswer({ content: '', refusal: 'No.' })).toMatchObject({ text: null, refusal: 'No.' });
    expect(openaiAnswer({ content: null }).text).toBeNull();
    expect(anthropicAnswer([]).text).toBe('');
    expect(anthropicAnswer([{ type: 'tool_use', id: 'x', name: 'a', input: {} }]).text).toBeNull();
  });

  test('tokens: OpenAI counts the cache in, Anthropic beside; both are told inclusively', () => {
    const usage = {
      ...{ prompt_tokens: 100, completion_tokens: 20, prompt_tokens_details: { cached_tokens: 60 } },
      completion_tokens_details: { reasoning_tokens: 5 },
    };
    expect(openaiAnswer({ content: 'x' }, 'stop', { usage }).usage).toEqual({
      ...{ input: 100, output: 20, cacheRead: 60, cacheWrite: null, reasoning: 5 },
    });
    const own = { input_tokens: 30, output_tokens: 20, cache_read_input_tokens: 60, cache_creation_input_tokens: 10 };
    expect(anthropicAnswer([], 'end_turn', { usage: own }).usage).toEqual({
      ...{ input: 100, output: 20, cacheRead: 60, cacheWrite: 10, reasoning: null },
    });
    // Cache without input is not an input of that size: it is not known.
    const cacheOnly = { cache_read_input_tokens: 60 };
    expect(anthropicAnswer([], 'end_turn', { usage: cacheOnly }).usage.input).toBeNull();
  });

  test('an answer of another form is malformed, not an empty one', () => {
    for (const answer of [null, 7, 'x', [], {}, { choices: [] }, { choices: [{}] }, { choices: [{ message: 'x' }] }])
      expect(() => openai.read(answer)).toThrow(Malformed);
    for (const answer of [null, 7, 'x', [], {}, { content: 'x' }, { content: {} }])
      expect(() => anthropic.read(answer)).toThrow(Malformed);
  });

  test.each(dialects)('%s: whatever JSON comes is an answer or malformed; nothing else is thrown', (_, dialect) => {
    const keys = [
      'choices',
      'message',
      'content',
      'tool_calls',
      'function',
      'usage',
      'type',
      'text',
      'id',
      'stop_reason',
    ];
    const json = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom(null, true, 0, -1, 1.5, 'x', 'text', 'tool_use', '__proto__'),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...keys), tie('value'), { maxKeys: 4 }),
      ),
    })).value;
    fc.assert(
      fc.property(json, (answer) => {
        try {
          const { text, toolCalls, usage } = dialect.read(answer);
          expect(text === null || typeof text === 'string').toBe(true);
          for (const call of toolCalls) expect([typeof call.id, typeof call.name]).toEqual(['string', 'string']);
          for (const count of Object.values(usage)) expect(count === null || count >= 0).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(Malformed);
        }
      }),
      { numRuns: 500 },
    );
  });

  test.each(dialects)('%s: whatever events come, in whatever order, end in an answer or malformed', (_, dialect) => {
    const event = fc.oneof(
      fc.record({
        type: fc.constantFrom(
          'message_start',
          'content_block_start',
          'content_block_delta',
          'message_delta',
          'message_stop',
          'ping',
        ),
        index: fc.constantFrom(0, 1, -1, 'x', null, 1e9),
        message: fc.constantFrom({}, null, { usage: { input_tokens: 1 } }),
        content_block: fc.constantFrom({ type: 'text' }, { type: 'tool_use', id: 'a', name: 'b' }, null),
        delta: fc.constantFrom(
          { type: 'text_delta', text: 'x' },
          { type: 'input_json_delta', partial_json: '{' },
          null,
          { stop_reason: 'end_turn' },
        ),
      }),
      fc.record({
        choices: fc.array(
          fc.record({
            delta: fc.constantFrom({}, null, { content: 'x' }, { content: 7 }, { tool_calls: [{ index: 3 }, null] }),
            finish_reason: fc.constantFrom(null, 'stop', 7),
          }),
          { maxLength: 2 },
        ),
        usage: fc.constantFrom(null, {}, { prompt_tokens: -1 }),
      }),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 8 }), (events) => {
        const reader = dialect.reader();
        try {
          for (const one of events) reader.take(one as { [key: string]: unknown });
          const { text, toolCalls } = reader.end();
          expect(text === null || typeof text === 'string').toBe(true);
          expect(toolCalls.every((call) => call.id !== '')).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(Malformed);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('OpenAI’s stream', () => {
  const chunk = (delta: object, finish_reason: string | null = null) => ({ choices: [{ delta, finish_reason }] });

  test('pieces of two calls that come crosswise are two whole calls, in order of their index', () => {
    const reader = openai.reader();
    const call = (index: number, piece: object) => chunk({ tool_calls: [{ index, function: piece }] });
    reader.take(chunk({ tool_calls: [{ index: 1, id: 'b', function: { name: 'two', arguments: '{"x"' } }] }));
    reader.take(chunk({ tool_calls: [{ index: 0, id: 'a', function: { name: 'one' } }] }));
    reader.take(call(1, { arguments: ':1}' }));
    reader.take(call(0, { arguments: '{}' }));
    reader.take(chunk({}, 'tool_calls'));
    expect(reader.end().toolCalls).toEqual([
      { id: 'a', name: 'one', arguments: '{}' },
      { id: 'b', name: 'two', arguments: '{"x":1}' },
    ]);
  });

  test('the first word counts as said: text, a call or reasoning, not a role', () => {
    const reader = openai.reader();
    expect(reader.take(chunk({ role: 'assistant', content: '' }))).toBe(false);
    expect(reader.take(chunk({ reasoning_content: 'Hm' }))).toBe(true);
    expect(reader.take(chunk({ content: 'Yes' }))).toBe(true);
    expect(reader.take({ choices: [], usage: { prompt_tokens: 1 } })).toBe(false);
  });

  test('usage comes in a chunk of its own, after the end', () => {
    const reader = openai.reader();
    reader.take(chunk({ content: 'Yes' }, 'stop'));
    reader.take({ choices: [], usage: { prompt_tokens: 3, completion_tokens: 1 } });
    expect(reader.end()).toMatchObject({ text: 'Yes', finish: 'stop', usage: { input: 3, output: 1 } });
  });

  test('a stream that breaks off is no answer, an error in it is the provider’s, and too many calls are refused', () => {
    const cut = openai.reader();
    cut.take(chunk({ content: 'Half an ans' }));
    expect(() => cut.end()).toThrow(Malformed);
    expect(() => openai.reader().take({ error: { message: 'overloaded' } })).toThrow(StreamError);
    const many = openai.reader();
    const calls = (from: number, count: number) =>
      chunk({ tool_calls: Array.from({ length: count }, (_, i) => ({ index: from + i, function: {} })) });
    many.take(calls(0, 128));
    expect(() => many.take(calls(128, 1))).toThrow(Malformed);
  });
});

test('what is no object, list, word or count is taken for none', () => {
  for (const value of [null, undefined, 7, 'x', [], () => 1]) expect(isJson(value)).toBe(false);
  expect([objectOf(null), objectOf([1]), listOf('x'), listOf([1, null, { a: 1 }, []])]).toEqual([
    {},
    {},
    [],
    [{ a: 1 }],
  ]);
  expect([wordOf(7), wordOf(''), wordOf(null)]).toEqual([null, '', null]);
  expect([0, 7, -1, 1.5, Number.NaN, Infinity, 2 ** 53, '7', null].map(tokensOf)).toEqual([
    ...[0, 7, null, null, null, null, null, null, null],
  ]);
});
