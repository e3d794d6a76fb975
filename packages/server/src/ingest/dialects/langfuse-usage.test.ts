import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { langfuseUsage } from './langfuse-usage.ts';

const none = { input: null, output: null, cacheRead: null, cacheWrite: null, reasoning: null };

describe('usage by Langfuse’s free keys', () => {
  test.each<[string, object, object]>([
    ['plain counts', { input: 10, output: 4 }, { usage: { ...none, input: 10, output: 4 } }],
    ['OpenAI’s names', { prompt_tokens: 10, completion_tokens: 4 }, { usage: { ...none, input: 10, output: 4 } }],
    ['JavaScript’s names', { promptTokens: 10, completionTokens: 4 }, { usage: { ...none, input: 10, output: 4 } }],
    [
      'disjoint, by its total',
      { input: 10, input_cached_tokens: 90, output: 4, total: 104 },
      { usage: { ...none, input: 100, output: 4, cacheRead: 90 } },
    ],
    [
      'inclusive, by its total',
      { input: 100, input_cached_tokens: 90, output: 4, total: 104 },
      { usage: { ...none, input: 100, output: 4, cacheRead: 90 } },
    ],
    [
      'only the output is inclusive',
      { input: 10, input_cached_tokens: 90, output: 9, output_reasoning_tokens: 5, total: 109 },
      { usage: { ...none, input: 100, output: 9, cacheRead: 90, reasoning: 5 } },
    ],
    [
      'only the input is inclusive',
      { input: 100, input_cached_tokens: 90, output: 4, output_reasoning_tokens: 5, total: 109 },
      { usage: { ...none, input: 100, output: 9, cacheRead: 90, reasoning: 5 } },
    ],
    [
      'without a total: disjoint, as Langfuse has it, and inferred',
      { input: 10, cache_read_input_tokens: 90, cache_creation_input_tokens: 7, output: 4 },
      { usage: { ...none, input: 107, output: 4, cacheRead: 90, cacheWrite: 7 }, usageQuality: 'inferred' },
    ],
    [
      'a total that nothing adds up to: disjoint, and inferred',
      { input: 10, input_cached_tokens: 90, output: 4, total: 3 },
      { usage: { ...none, input: 100, output: 4, cacheRead: 90 }, usageQuality: 'inferred' },
    ],
    [
      'a wrong total with nothing to add',
      { input: 10, output: 4, total: 99 },
      { usage: { ...none, input: 10, output: 4 } },
    ],
  ])('%s', (_what, sent, wanted) => expect(langfuseUsage(sent)).toEqual(wanted));

  test('zero is a count, and what was not said stays unknown', () => {
    expect(langfuseUsage({ input: 0 })).toEqual({ usage: { ...none, input: 0 } });
    expect(langfuseUsage({ output: 3 })).toEqual({ usage: { ...none, output: 3 } });
    expect(langfuseUsage({ unit: 'TOKENS' })).toEqual({ usage: none });
  });

  test('an input that was never said is not made from what was cached', () => {
    expect(langfuseUsage({ input_cached_tokens: 90, output: 4 })).toMatchObject({
      usage: { input: null, cacheRead: 90, output: 4 },
    });
  });

  test('counts that are none are passed over, text of digits is a count', () => {
    expect(langfuseUsage({ input: '12', output: -3 })).toEqual({ usage: { ...none, input: 12 } });
    expect(langfuseUsage({ input: 1.5, prompt_tokens: 8, output: Number.NaN })).toEqual({
      usage: { ...none, input: 8 },
    });
  });

  test.each([undefined, null, 'input=3', 7, [1, 2]])('%j is no usage', (sent) =>
    expect(langfuseUsage(sent)).toEqual({}),
  );

  test('disjoint and inclusive senders of the same call agree, once there is a total', () => {
    const tokens = fc.nat(100_000);
    fc.assert(
      fc.property(tokens, tokens, tokens, tokens, (fresh, cached, said, thought) => {
        const details = { input_cached_tokens: cached, output_reasoning_tokens: thought };
        const total = fresh + cached + said + thought;
        const disjoint = langfuseUsage({ input: fresh, output: said, ...details, total });
        const inclusive = langfuseUsage({ input: fresh + cached, output: said + thought, ...details, total });
        expect(disjoint).toEqual(inclusive);
        expect(disjoint.usage).toMatchObject({ input: fresh + cached, output: said + thought });
        expect(disjoint.usageQuality).toBeUndefined();
      }),
    );
  });
});
