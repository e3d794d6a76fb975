import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type FakeProvider, type Plan, startFakeProvider } from '../../../../demo/src/provider/index.ts';
import type { LlmAnswer, LlmEndpoint, LlmRequest } from '../../ports/llm.ts';
import { systemClock } from '../../spine/clock.ts';
import { question } from './any-server.fixture.ts';
import { openLlm } from './open.ts';

/** A provider as clients meet it, over HTTP. `plans` are its next answers to a model; each test asks another, since what was given up may come late. */
let there: FakeProvider;
const plansOf = new Map<string, Plan[]>();
let plans: Plan[] = [];
let asked = 0;
let model = '';
beforeAll(async () => {
  there = await startFakeProvider({
    behave: (ask) => {
      if (ask.model === model) asked++;
      return plansOf.get(ask.model)?.shift() ?? { text: 'no plan' };
    },
  });
});
afterAll(() => there.close());
beforeEach(() => {
  asked = 0;
  model = `m-${plansOf.size}`;
  plan([]);
});
function plan(next: Plan[]): void {
  plans = next;
  plansOf.set(model, plans);
}

const llm = openLlm({ clock: systemClock, random: () => 0 });
const endpoints: Record<LlmEndpoint['dialect'], () => LlmEndpoint> = {
  openai: () => ({ dialect: 'openai', baseUrl: `${there.url}/v1`, apiKey: 'k-1' }),
  anthropic: () => ({ dialect: 'anthropic', baseUrl: there.url, apiKey: 'k-1' }),
};

describe.each(['openai', 'anthropic'] as const)('%s', (dialect) => {
  describe.each([false, true])('streamed: %s', (stream) => {
    const complete = (next: Plan | Plan[], change: Partial<LlmRequest> = {}): Promise<LlmAnswer> => {
      plan([next].flat());
      return llm.complete(endpoints[dialect](), question({ model, stream, ...change }), { timeoutMs: 20_000 });
    };

    test('an answer comes whole, with what it cost in tokens', async () => {
      const text = 'Grüße an dich, \u{1f44b} and a long sentence that comes in several pieces.';
      const usage = { input: 900, output: 70, cacheRead: 500, cacheWrite: 100, reasoning: 30 };
      const answer = await complete({ text, usage });
      expect(answer).toMatchObject({ text, refusal: null, toolCalls: [], finish: 'stop', attempts: 1 });
      expect(answer.model).toContain(model);
      const told = dialect === 'openai' ? { cacheRead: 500, reasoning: 30 } : { cacheRead: 500, cacheWrite: 100 };
      expect(answer.usage).toMatchObject({ input: 900, output: 70, ...told });
      expect(answer.firstMs === null).toBe(!stream);
      expect(answer.ms).toBeGreaterThanOrEqual(answer.firstMs ?? 0);
    });

    test('calls of tools, their results, and the answer after them', async () => {
      const tools = [{ name: 'find', description: 'Finds.', inputSchema: { type: 'object' } }, { name: 'send' }];
      const args = { query: 'a "quoted" thing', deep: [{ n: 1 }] };
      const first = await complete(
        {
          toolCalls: [
            { name: 'find', arguments: args },
            { name: 'send', arguments: {} },
          ],
        },
        { tools, toolChoice: 'required' },
      );
      expect(first).toMatchObject({ text: null, finish: 'tool_calls' });
      expect(first.toolCalls.map((call) => [call.name, JSON.parse(call.arguments)])).toEqual([
        ['find', args],
        ['send', {}],
      ]);
      const answer = await complete(
        { text: 'Found it.' },
        {
          tools,
          messages: [
            { role: 'system', content: 'Be brief.' },
            { role: 'user', content: 'Find it' },
            { role: 'assistant', content: 'I look.', toolCalls: first.toolCalls },
            ...first.toolCalls.map((call) => ({ role: 'tool' as const, callId: call.id, content: `of ${call.name}` })),
          ],
        },
      );
      expect(answer).toMatchObject({ text: 'Found it.', toolCalls: [], finish: 'stop' });
    });

    test('an answer that met its limit, and one that is refused, are told apart', async () => {
      expect(await complete({ text: 'half', truncated: true })).toMatchObject({ text: 'half', finish: 'length' });
      const refused = await complete({ refusal: 'I cannot.' });
      expect(dialect === 'openai' ? refused.refusal : refused.text).toBe('I cannot.');
      if (dialect === 'anthropic') expect(refused.finish).toBe('filtered');
    });

    test('after a rate limit or overload it is asked again, three times in all', async () => {
      const limited = { fault: 'rate_limited', retryAfterSeconds: 0 } as const;
      expect(await complete([limited, limited, { text: 'at last' }])).toMatchObject({ text: 'at last', attempts: 3 });
      const overloaded = { fault: 'overloaded', retryAfterSeconds: 0 } as const;
      await expect(complete([overloaded, overloaded, overloaded, { text: 'x' }])).rejects.toMatchObject({
        code: 'model.overloaded',
      });
      expect(plans).toHaveLength(1);
    });

    test('a longer pause than patience is told and not waited for', async () => {
      const failed = complete([{ fault: 'rate_limited', retryAfterSeconds: 30 }, { text: 'x' }]);
      await expect(failed).rejects.toMatchObject({ code: 'model.rate_limited', retryAfterSeconds: 30 });
      expect(asked).toBe(1);
    });

    test.each([
      ['server_error', ['model.failed']],
      ['bad_json', ['model.malformed']],
      ['broken_stream', ['model.unreachable', 'model.malformed']],
    ] as const)('%s may have cost something: it is told and not asked again', async (fault, codes) => {
      const failed = complete([{ fault, text: 'a text that is long enough to be cut in two' }, { text: 'x' }]);
      await expect(failed).rejects.toMatchObject({ code: expect.toSatisfy((code) => codes.includes(code as never)) });
      expect(asked).toBe(1);
    });
  });

  test('a slow answer is waited for as long as the caller has patience', async () => {
    plan([{ text: 'late', latencyMs: 10_000 }]);
    const began = performance.now();
    const late = llm.complete(endpoints[dialect](), question({ model }), { timeoutMs: 150 });
    await expect(late).rejects.toMatchObject({ code: 'model.timed_out' });
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  test('whoever asked can end it, before and in the middle', async () => {
    plan([{ text: 'late', latencyMs: 10_000 }]);
    const stop = new AbortController();
    const ended = llm.complete(endpoints[dialect](), question({ model }), { timeoutMs: 20_000, signal: stop.signal });
    setTimeout(() => stop.abort(), 50);
    await expect(ended).rejects.toMatchObject({ code: 'model.cancelled' });
    const before = llm.complete(endpoints[dialect](), question({ model }), {
      timeoutMs: 20_000,
      signal: AbortSignal.abort(),
    });
    await expect(before).rejects.toMatchObject({ code: 'model.cancelled' });
  });
});
