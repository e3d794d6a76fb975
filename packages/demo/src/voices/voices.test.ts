import { describe, expect, test } from 'vitest';
import { ModelFailure, type Reply, type Request } from '../model/talk.ts';
import { voices, type VoiceName } from './index.ts';
import type { Setting, Shape } from './voice.ts';

/** What each convention says of the same steps. How it is read is the oracle's (test/oracle/demo-voices.test.ts). */

const setting: Setting = {
  ...{ conversation: 'conv-1', user: 'user-7', tags: ['money'], prompt: { name: 'refunds', version: '3' } },
  ...{ provider: 'openai', model: 'gpt-5-mini' },
};
const usage = { input: 900, output: 60, cacheRead: 512, cacheWrite: 64, reasoning: 20 };
const request: Request = {
  ...{ model: 'gpt-5-mini', system: 'Be brief.', tools: [], maxTokens: 300, stream: true, wantsUsage: true, plan: {} },
  said: [
    { role: 'user', text: 'Wo ist „es“? 😀' },
    { role: 'assistant', text: null, calls: [{ id: 'c1', name: 'find', arguments: '{"q":' }] },
    { role: 'tool', callId: 'c1', name: 'find', text: 'Error: not valid JSON' },
  ],
};
const reply: Reply = {
  ...{ text: 'Here.', reasoning: 'Look.', refusal: null, calls: [{ id: 'c2', name: 'find', arguments: '{"q":1}' }] },
  ...{ finish: 'tool_call', usage, responseId: 'resp-1', model: 'gpt-5-mini-2026', elapsedMs: 900, firstChunkMs: 250 },
};
const failure = new ModelFailure('Slow down.', { type: '429', status: 429, retryAfterMs: 1000, elapsedMs: 40 });
const agent = {
  name: 'refunds',
  version: '3.1.0',
  system: 'Be brief.',
  input: 'Refund it.',
  output: 'Done.',
  usage,
  top: true,
};
const tool = { name: 'find', callId: 'c1', arguments: '{"q":1}', result: 'found' };

const textOf = (shape: Shape): string => JSON.stringify(shape);
const keys = ({ attributes, event }: Shape): string[] => [
  ...Object.keys(attributes),
  ...Object.keys(event?.attributes ?? {}),
];
const aboutUsage = (shape: Shape): string[] =>
  keys(shape).filter((key) => /usage|token_count|tokens/i.test(key) && !/max_tokens|cost/.test(key));

describe.each(Object.keys(voices) as VoiceName[])('%s', (name) => {
  const voice = voices[name];
  const call = (change: Partial<Parameters<typeof voice.call>[0]> = {}): Shape =>
    voice.call({ request, reply, failure: null, cost: 0.0125, ...change }, setting);

  test('a call tells its model, its tokens as they were, and its answer’s id where the convention has a name for it', () => {
    const text = textOf(call());
    for (const said of ['gpt-5-mini', '900', '60', '512']) expect(text).toContain(said);
    expect(text.includes('resp-1')).toBe(name !== 'openinference');
    expect(aboutUsage(call()).length).toBeGreaterThan(3);
  });

  test('tokens that are not known are left out, not told as 0', () => {
    expect(aboutUsage(call({ reply: { ...reply, usage: null } }))).toEqual([]);
    expect(aboutUsage(voice.agent({ ...agent, usage: null }, setting))).toEqual([]);
  });

  test('a call that failed has no answer, no tokens and no cost; what was asked stays', () => {
    const shape = call({ reply: null, failure, cost: null });
    expect(aboutUsage(shape)).toEqual([]);
    expect(keys(shape).filter((key) => /response|output|completion|cost|finish/.test(key))).toEqual([]);
    expect(textOf(shape)).toContain('Wo ist');
  });

  test('a cost is told only where the client knows one', () => {
    const told = (cost: number | null) => keys(call({ cost })).filter((key) => /cost/.test(key));
    expect(told(null)).toEqual([]);
    expect(told(0.0125).length).toBe(/^genai(-events)?$|openinference/.test(name) ? 1 : 0);
  });

  test('no value is null, undefined or not a number: exporters would drop or refuse it', () => {
    const shapes = [
      call(),
      call({ reply: null, failure, cost: null }),
      call({ reply: { ...reply, text: null, reasoning: null, firstChunkMs: null, calls: [] } }),
      voice.agent({ ...agent, output: null, usage: null, top: false }, setting),
      voice.tool({ ...tool, result: null }, setting),
    ];
    for (const { attributes, event } of shapes)
      for (const [key, value] of Object.entries({ ...attributes, ...event?.attributes })) {
        expect(value, key).not.toBeNull();
        expect(value, key).toBeDefined();
        expect(typeof value === 'number' && !Number.isFinite(value), key).toBe(false);
      }
  });

  test('a conversation, its user and what was said reach the agent’s span or those below it', () => {
    const all = [voice.agent(agent, setting), call(), voice.tool(tool, setting)].map(textOf).join();
    for (const said of ['conv-1', 'user-7', 'Refund it.', 'Done.', 'Be brief.', 'Wo ist „es“? 😀'])
      expect(all).toContain(said);
  });

  test('what failed has no result of a tool, and no output of an agent', () => {
    expect(keys(voice.tool({ ...tool, result: null }, setting)).filter((key) => /result|output/.test(key))).toEqual([]);
    const unanswered = keys(voice.agent({ ...agent, output: null, usage: null }, setting));
    expect(unanswered.filter((key) => /output|completion|response\.text/.test(key))).toEqual([]);
  });

  test('a tool tells its name, its arguments and its result', () => {
    const text = textOf(voice.tool(tool, setting));
    expect(text).toContain('find');
    expect(text.replaceAll('\\', '')).toContain('{"q":1}');
    expect(text).toContain('found');
  });

  test('a refusal is what was said', () => {
    const text = textOf(
      call({ reply: { ...reply, text: null, refusal: 'I cannot.', calls: [], finish: 'content_filter' } }),
    );
    expect(text).toContain('I cannot.');
    expect(text).toMatch(/content[-_]filter/);
  });

  test('spans are named and scoped by their convention', () => {
    const [scope] = voice.scope;
    expect(scope).not.toBe('');
    for (const { name: span } of [voice.agent(agent, setting), call(), voice.tool(tool, setting)])
      expect(span).not.toBe('');
  });
});

test('messages beside a span are in its log record alone, all others on the span', () => {
  const step = { request, reply, failure: null, cost: null };
  for (const name of Object.keys(voices) as VoiceName[]) {
    const { attributes, event } = voices[name].call(step, setting);
    expect(JSON.stringify(attributes).includes('Wo ist'), name).toBe(name !== 'genai-events');
    expect(event === undefined, name).toBe(name !== 'genai-events');
  }
});
