import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Dialect as Spoken } from '../../../../demo/src/provider/dialect.ts';
import { anthropicMessages } from '../../../../demo/src/provider/anthropic-messages.ts';
import { openaiChat } from '../../../../demo/src/provider/openai-chat.ts';
import { type Plan } from '../../../../demo/src/provider/index.ts';
import { turnOf } from '../../../../demo/src/provider/turn.ts';
import { question } from './any-server.fixture.ts';
import { anthropic } from './anthropic/anthropic.ts';
import { type Dialect, type Json, Malformed, StreamError } from './dialect.ts';
import { openai } from './openai/openai.ts';

const pairs: [string, Dialect, Spoken][] = [
  ['openai', openai, openaiChat],
  ['anthropic', anthropic, anthropicMessages],
];
/** As if it had come over the wire. */
const wired = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const tokens = fc.nat(5_000);
const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 });
const plans: fc.Arbitrary<Plan> = fc.record(
  {
    text: words,
    toolCalls: fc.array(
      fc.record({ name: fc.constantFrom('find', 'send'), arguments: fc.dictionary(fc.string(), fc.jsonValue()) }),
      { maxLength: 3 },
    ),
    truncated: fc.boolean(),
    usage: fc.record({
      input: fc.integer({ min: 10_000, max: 20_000 }),
      output: tokens,
      cacheRead: tokens,
      cacheWrite: tokens,
      reasoning: tokens,
    }),
  },
  { requiredKeys: [] },
);

describe.each(pairs)('%s', (_, dialect, spoken) => {
  const sent = (stream: boolean): Json =>
    wired(dialect.body(question({ stream, parameters: { temperature: 0.2 } }))) as Json;
  const streamed = (events: readonly unknown[]) => {
    const reader = dialect.reader();
    const said = events.map((event) => reader.take(event as Json));
    return { completion: reader.end(), said };
  };

  test('a stream, put together, is the answer given at once', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const turn = turnOf(spoken.ask(sent(true)), plan, 'id', 0);
        const events = spoken.events(turn).flatMap(({ data }) => (data === '[DONE]' ? [] : [wired(data)]));
        const { completion } = streamed(events);
        const whole = dialect.read(wired(spoken.answer(turn)));
        expect({ ...completion, text: completion.text || null }).toEqual({ ...whole, text: whole.text || null });
      }),
    );
  });

  test('a stream that ends anywhere before its end is told as broken', () => {
    const turn = turnOf(spoken.ask(sent(true)), { text: 'some words that come in pieces' }, 'id', 0);
    const events = spoken.events(turn).flatMap(({ data }) => (data === '[DONE]' ? [] : [wired(data) as Json]));
    const last = events.findIndex(
      (event) => event['type'] === 'message_stop' || JSON.stringify(event).includes('"finish_reason":"stop"'),
    );
    for (let cut = 0; cut < last; cut++) expect(() => streamed(events.slice(0, cut))).toThrow(Malformed);
    expect(streamed(events).said).toContain(true);
  });

  test('whatever comes, reading it ends in an answer or in one of two errors', () => {
    const keys = fc.constantFrom(
      ...['choices', 'message', 'delta', 'content', 'tool_calls', 'function', 'usage', 'error', 'index', 'type'],
      ...['content_block', 'finish_reason', 'stop_reason', 'arguments', 'partial_json', 'text', 'input', '__proto__'],
    );
    const kinds = fc.constantFrom(
      'message_start',
      'content_block_start',
      'content_block_delta',
      'message_delta',
      'tool_use',
    );
    const { thing } = fc.letrec((tie) => ({
      thing: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom(null, 0, -1, 1e300, '', 'x', true),
        kinds,
        tie('list'),
        tie('object'),
      ),
      list: fc.array(tie('thing'), { maxLength: 3 }),
      object: fc.dictionary(keys, tie('thing'), { maxKeys: 5 }),
    }));
    const guarded = (run: () => unknown): void => {
      try {
        run();
      } catch (error) {
        if (!(error instanceof Malformed) && !(error instanceof StreamError)) throw error;
      }
    };
    fc.assert(
      fc.property(thing, fc.array(fc.dictionary(keys, thing), { maxLength: 6 }), (answer, events) => {
        guarded(() => dialect.read(answer));
        guarded(() => streamed(events));
      }),
      { numRuns: 500 },
    );
  });
});

test('parameters never replace what the port says, and share names over dialects', () => {
  const parameters = {
    model: 'other',
    messages: [],
    stream: true,
    n: 9,
    tools: [1],
    stop: 'END',
    max_completion_tokens: 77,
    top_p: 0.5,
  };
  expect(openai.body(question({ parameters }))).toEqual({
    ...{
      model: 'm-1',
      messages: [{ role: 'user', content: 'Hello' }],
      stop: 'END',
      max_completion_tokens: 77,
      top_p: 0.5,
    },
  });
  expect(anthropic.body(question({ parameters }))).toEqual({
    ...{ model: 'm-1', max_tokens: 77, stop_sequences: ['END'], top_p: 0.5 },
    messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }],
  });
  expect(anthropic.body(question({ parameters: { stop: ['a', 'b'] } }))).toMatchObject({
    max_tokens: 4096,
    stop_sequences: ['a', 'b'],
  });
});

test('a schema of the answer is asked for as each dialect takes it', () => {
  const closed = {
    type: 'object',
    properties: { a: { type: 'string' } },
    required: ['a'],
    additionalProperties: false,
  };
  const loose = { type: 'object', properties: { a: closed } };
  const formatOf = (outputSchema: Json) =>
    (openai.body(question({ outputSchema })) as { response_format: Json }).response_format;
  expect(formatOf(closed)).toEqual({
    type: 'json_schema',
    json_schema: { name: 'answer', schema: closed, strict: true },
  });
  expect(formatOf(loose)).toEqual({ type: 'json_schema', json_schema: { name: 'answer', schema: loose } });
  expect(formatOf({ ...closed, properties: { a: { type: 'string' }, b: {} } })['json_schema']).not.toHaveProperty(
    'strict',
  );
  expect(formatOf({ ...closed, properties: { a: { type: 'array', items: loose } } })['json_schema']).not.toHaveProperty(
    'strict',
  );
  expect(anthropic.body(question({ outputSchema: loose }))).toMatchObject({
    output_config: { format: { type: 'json_schema', schema: loose } },
  });
});

test('choices of tools in both dialects; none is told where there are no tools', () => {
  const tools = [{ name: 'find' }];
  const chosen = (dialect: Dialect, toolChoice: string): unknown =>
    (dialect.body(question({ tools, toolChoice })) as Json)['tool_choice'];
  expect(['auto', 'none', 'required', 'find'].map((one) => chosen(openai, one))).toEqual([
    ...['auto', 'none', 'required', { type: 'function', function: { name: 'find' } }],
  ]);
  expect(['auto', 'none', 'required', 'find'].map((one) => chosen(anthropic, one))).toEqual([
    ...[{ type: 'auto' }, { type: 'none' }, { type: 'any' }, { type: 'tool', name: 'find' }],
  ]);
  for (const dialect of [openai, anthropic])
    expect(dialect.body(question({ toolChoice: 'required' }))).not.toHaveProperty('tool_choice');
});

test('neighbours of one role become one message for Anthropic, systems one text', () => {
  const call = { id: 'c1', name: 'find', arguments: '{"a":1}' };
  const body = anthropic.body(
    question({
      messages: [
        ...[{ role: 'system', content: 'A' } as const, { role: 'user', content: '1' } as const],
        ...[{ role: 'system', content: 'B' } as const, { role: 'user', content: '2' } as const],
        { role: 'assistant', content: '', toolCalls: [call, { ...call, id: 'c2', arguments: 'no json' }] },
        ...['c1', 'c2'].map((callId) => ({ role: 'tool', callId, content: 'r' }) as const),
      ],
    }),
  );
  expect(body).toMatchObject({
    system: 'A\n\nB',
    messages: [
      { role: 'user', content: [{ text: '1' }, { text: '2' }] },
      {
        role: 'assistant',
        content: [
          { type: 'tool_use', input: { a: 1 } },
          { type: 'tool_use', input: {} },
        ],
      },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'c1' }, { tool_use_id: 'c2' }] },
    ],
  });
});
