import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FakeProvider, type Plan, startFakeProvider } from '../provider/index.ts';
import { askModel, type ModelApi } from './ask-model.ts';
import { ModelFailure, type Request } from './talk.ts';

let provider: FakeProvider;
beforeAll(async () => {
  provider = await startFakeProvider();
});
afterAll(() => provider.close());

const request = (plan: Plan, stream: boolean): Request => ({
  model: 'm-1',
  system: 'Be brief.',
  said: [
    { role: 'user', text: 'שלום' },
    { role: 'assistant', text: null, calls: [{ id: 'call_0', name: 'find', arguments: '{}' }] },
    { role: 'tool', callId: 'call_0', name: 'find', text: 'nothing' },
  ],
  tools: [{ name: 'find', about: 'Finds.' }],
  maxTokens: 300,
  stream,
  wantsUsage: true,
  plan,
});
const cases = (['chat', 'responses', 'messages'] as const).flatMap((api) =>
  [false, true].map((stream) => [api, stream] as [ModelApi, boolean]),
);

describe.each(cases)('%s, streamed %s', (api, stream) => {
  const ask = (plan: Plan) => askModel(provider.url, api, request(plan, stream));
  const failure = (plan: Plan): Promise<ModelFailure> =>
    ask(plan).then(
      () => Promise.reject(new Error('It answered.')),
      (error: unknown) => error as ModelFailure,
    );

  test('text, tool calls, usage and the time it would have taken', async () => {
    const usage = { input: 500, output: 40, cacheRead: 256, cacheWrite: 0, reasoning: 0 };
    const toolCalls = [
      { name: 'find', arguments: { q: 'ä' } },
      { name: 'find', arguments: { q: 'b' } },
    ];
    const reply = await ask({ text: 'Moment …', toolCalls, usage, id: 'q', latencyMs: 1500, firstChunkMs: 200 });
    expect(reply).toMatchObject({ text: 'Moment …', refusal: null, finish: 'tool_call', usage, elapsedMs: 1500 });
    expect(reply.firstChunkMs).toBe(stream ? 200 : null);
    expect(reply.calls.map(({ name, arguments: text }) => [name, JSON.parse(text)])).toEqual([
      ['find', { q: 'ä' }],
      ['find', { q: 'b' }],
    ]);
    expect(new Set(reply.calls.map((call) => call.id)).size).toBe(2);
    expect(reply.responseId).toMatch(/_q$|-q$/);
  });

  test('refusals and answers cut short', async () => {
    expect(await ask({ refusal: 'No.' })).toMatchObject({ text: null, refusal: 'No.', finish: 'content_filter' });
    expect(await ask({ text: 'Half', truncated: true })).toMatchObject({ text: 'Half', finish: 'length' });
  });

  test('failures say what happened, and when to try again', async () => {
    const limited = await failure({ fault: 'rate_limited', retryAfterSeconds: 3, latencyMs: 40 });
    expect(limited).toMatchObject({ type: '429', retryAfterMs: 3000, elapsedMs: 40 });
    expect((await failure({ fault: 'server_error' })).type).toBe('500');
    expect((await failure({ text: 'A long enough answer.', fault: 'bad_json' })).type).toBe('invalid_json');
    expect((await failure({ text: 'A long enough answer.', fault: 'broken_stream' })).type).toBe('connection_error');
  });
});

test('chat completions that stream without being asked for usage tell none', async () => {
  const unasked = { ...request({ text: 'ok' }, true), wantsUsage: false };
  expect((await askModel(provider.url, 'chat', unasked)).usage).toBeNull();
});
