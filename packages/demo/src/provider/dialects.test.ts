import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { modelClients, type ModelApi } from '../model/ask-model.ts';
import type { Request, Said } from '../model/talk.ts';
import { anthropicMessages } from './anthropic-messages.ts';
import { type Dialect, type Json, piecesOf, textOf } from './dialect.ts';
import { openaiChat } from './openai-chat.ts';
import { openaiResponses } from './openai-responses.ts';
import { type Plan, planOf, planText, tokensIn } from './plan.ts';
import { turnOf } from './turn.ts';

const dialects: Record<ModelApi, Dialect> = {
  chat: openaiChat,
  responses: openaiResponses,
  messages: anthropicMessages,
};
const apis = Object.keys(dialects) as ModelApi[];
const request = (said: readonly Said[], stream = false): Request => ({
  ...{ model: 'm-1', system: 'Be brief.', said, tools: [{ name: 'find', about: 'Finds.' }], maxTokens: 300 },
  ...{ stream, wantsUsage: true, plan: {} },
});
const hello: Said[] = [{ role: 'user', text: 'Hello' }];
const sent = (api: ModelApi, asked: Request): Json => JSON.parse(JSON.stringify(modelClients[api].body(asked))) as Json;
/** As if it had come over the wire. */
const wired = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 });
const tokens = fc.nat(5_000);
const plans: fc.Arbitrary<Plan> = fc
  .record({
    text: fc.option(words, { nil: undefined }),
    reasoning: fc.option(words, { nil: undefined }),
    toolCalls: fc.array(
      fc.record({ name: fc.constantFrom('find', 'send'), arguments: fc.dictionary(fc.string(), fc.string()) }),
      {
        maxLength: 3,
      },
    ),
    truncated: fc.boolean(),
    usage: fc.record({ fresh: tokens, cacheRead: tokens, cacheWrite: tokens, output: tokens, reasoning: tokens }),
  })
  .map(({ usage: { fresh, ...usage }, text, reasoning, ...plan }) => ({
    ...plan,
    ...(text === undefined ? {} : { text }),
    ...(reasoning === undefined ? {} : { reasoning }),
    usage: { ...usage, input: fresh + usage.cacheRead + usage.cacheWrite },
  }));

describe.each(apis)('%s', (api) => {
  const dialect = dialects[api];
  const client = modelClients[api];

  test('an answer that streams is, put together, the answer as a whole', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const ask = dialect.ask(sent(api, request(hello, true)));
        const turn = turnOf(ask, plan, 'x1', 0);
        const events = dialect.events(turn).flatMap(({ data }) => (data === '[DONE]' ? [] : [wired(data)]));
        const whole = client.read(wired(dialect.answer(turn)));
        const joined = client.read(client.joined(events));
        // Without a word chat says null as a whole, and nothing in a stream: the same to who reads it.
        expect(joined).toEqual(whole);
        expect(whole.text).toBe(plan.text ?? null);
        expect(whole.calls.map((call) => [call.name, JSON.parse(call.arguments)])).toEqual(
          plan.toolCalls!.map((call) => [call.name, call.arguments]),
        );
        expect(whole.usage).toMatchObject({ input: plan.usage!.input, output: plan.usage!.output });
      }),
      { numRuns: 60 },
    );
  });

  test('a stream that breaks off before its end is no answer', () => {
    const turn = turnOf(dialect.ask(sent(api, request(hello, true))), { text: 'A few words.' }, 'x', 0);
    const events = dialect.events(turn).flatMap(({ data }) => (data === '[DONE]' ? [] : [wired(data)]));
    if (api === 'chat') return; // Chat completions end by [DONE] alone, which stands outside of the events.
    for (const cut of [events.slice(0, -1), []]) expect(() => client.joined(cut)).toThrow('broke off');
  });

  test('the provider sees what the agent said: last words of the person, tools, results since', () => {
    const said: Said[] = [
      { role: 'user', text: 'first' },
      { role: 'assistant', text: 'yes', calls: [] },
      { role: 'user', text: 'second' },
      { role: 'assistant', text: null, calls: [{ id: 'c1', name: 'find', arguments: '{"q":1}' }] },
      { role: 'tool', callId: 'c1', name: 'find', text: 'found' },
    ];
    expect(dialect.ask(sent(api, request(said)))).toMatchObject({
      model: 'm-1',
      stream: false,
      lastUser: 'second',
      toolResults: ['found'],
      tools: ['find'],
      maxTokens: 300,
    });
    expect(dialect.ask(sent(api, request(said, true))).stream).toBe(true);
  });

  test.each<[string, Json]>([
    ['nothing at all', {}],
    ['no messages', { model: 'm', max_tokens: 5, messages: [], input: [] }],
    ['messages that are none', { model: 'm', max_tokens: 5, messages: 'hi', input: 7 }],
    ['no model', { max_tokens: 5, messages: [{ role: 'user', content: 'x' }], input: 'x' }],
    ['an empty model', { model: '', max_tokens: 5, messages: [{ role: 'user', content: 'x' }], input: 'x' }],
  ])('%s is refused in words', (_what, body) => expect(() => dialect.ask(body)).toThrow(/\w{4}/));

  test('faults have the statuses that clients try again after, and words', () => {
    const status = (fault: Parameters<Dialect['refuse']>[0]) => dialect.refuse(fault, 'Why.').status;
    expect([status('rate_limited'), status('server_error'), status('invalid')]).toEqual([429, 500, 400]);
    expect([503, 529]).toContain(status('overloaded'));
    expect(JSON.stringify(dialect.refuse('invalid', 'Why.').body)).toContain('Why.');
  });

  test('tool arguments that are no JSON reach the client, or are told as unparsed', () => {
    const plan: Plan = { toolCalls: [{ name: 'find', arguments: '{"q":' }] };
    const turn = turnOf(dialect.ask(sent(api, request(hello))), plan, 'x', 0);
    const [call] = client.read(wired(dialect.answer(turn))).calls;
    expect(call!.arguments).toBe(api === 'messages' ? '{"unparsed":"{\\"q\\":"}' : '{"q":');
  });
});

describe('plans', () => {
  test('come through a header as they were, whatever language they speak', () => {
    fc.assert(fc.property(plans, (plan) => void expect(planOf(planText(plan))).toEqual(wired(plan))));
    expect(planText({ text: 'שלום 😀' })).toMatch(/^[\w-]+$/);
  });

  test.each([undefined, '', 'not base64!', planText([] as never), planText(null as never), 'e30x'])(
    '%j holds none',
    (header) => expect(planOf(header)).toBeNull(),
  );

  test('what a plan leaves open is counted from what is said; what it says is kept', () => {
    const ask = dialects.chat.ask(sent('chat', request(hello)));
    const { usage } = turnOf(ask, { text: 'x'.repeat(40), usage: { cacheRead: 100 } }, 'x', 0);
    expect(usage).toMatchObject({ output: 10, cacheRead: 100, cacheWrite: 0, reasoning: 0 });
    expect(usage.input).toBe(tokensIn(ask.promptText) + 100);
    expect(turnOf(ask, { usage: { input: 0, output: 0 } }, 'x', 0).usage).toMatchObject({ input: 0, output: 0 });
    expect(turnOf(ask, { text: 'abcd', reasoning: 'x'.repeat(8) }, 'x', 0).usage).toMatchObject({
      output: 3,
      reasoning: 2,
    });
  });

  test('several calls of one answer have ids of their own', () => {
    const call = { name: 'find', arguments: {} };
    const turn = turnOf(dialects.chat.ask(sent('chat', request(hello))), { toolCalls: [call, call, call] }, 'q', 1_999);
    expect(turn.calls.map(({ id }) => id)).toEqual(['call_q', 'call_q_1', 'call_q_2']);
    expect(turn.created).toBe(1);
  });
});

test('text in pieces is the text, and no piece splits a character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      const formed = text.toWellFormed();
      expect(piecesOf(formed).join('')).toBe(formed);
      for (const piece of piecesOf(formed)) expect(piece.isWellFormed()).toBe(true);
    }),
  );
});

test('the text of a content, in parts or not', () => {
  expect(textOf('a')).toBe('a');
  expect(textOf([{ type: 'text', text: 'a' }, { type: 'image' }, 'b', { text: 'c' }])).toBe('a   c');
  expect(textOf(null)).toBe('');
});
