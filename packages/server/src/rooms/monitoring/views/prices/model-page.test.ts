import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ModelPosition, pageOf } from './model-page.ts';

const some = fc.record({
  provider: fc.constantFrom(null, 'openai', 'Anthropic'),
  model: fc.constantFrom('a', 'B', 'b', 'gpt-5', 'ä'),
  inputTokens: fc.constantFrom(null, 0, 5, 9),
  outputTokens: fc.constantFrom(null, 0, 4),
});
const models = fc
  .uniqueArray(some, { selector: ({ provider, model }) => `${provider} ${model}` })
  .map((all) => all.map((one) => ({ called: { ...one, calls: 1, unknownCalls: 0 } })));

test('pages of any size show every model once, most tokens first', () => {
  fc.assert(
    fc.property(models, fc.integer({ min: 1, max: 4 }), (all, limit) => {
      const seen: typeof all = [];
      let after: ModelPosition | null = null;
      do {
        const page: ReturnType<typeof pageOf<(typeof all)[number]>> = pageOf(all, { limit, after });
        expect(page.items.length).toBeLessThanOrEqual(limit);
        seen.push(...page.items);
        after = page.next;
      } while (after !== null);
      expect(seen).toHaveLength(all.length);
      expect(new Set(seen)).toEqual(new Set(all));
      const tokens = seen.map(({ called }) => (called.inputTokens ?? 0) + (called.outputTokens ?? 0));
      expect(tokens).toEqual(tokens.toSorted((a, b) => b - a));
    }),
  );
});

test('a whole list has no next page', () => {
  const one = { called: { provider: null, model: 'm', calls: 1, unknownCalls: 0, inputTokens: 1, outputTokens: 1 } };
  expect(pageOf([one], { limit: 1, after: null })).toEqual({ items: [one], next: null });
  expect(pageOf([one], { limit: 1, after: [2, 'm', ''] })).toEqual({ items: [], next: null });
});
