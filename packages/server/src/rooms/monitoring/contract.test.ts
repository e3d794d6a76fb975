import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { CostsQuery, PricesQuery, SetPrice } from './contract-costs.ts';
import { bookOf } from './prices/book.ts';
import { overrideOf, termsOf } from './prices/override-row.ts';
import { isProvider, modelNames } from './prices/model-names.ts';

const takes = (schema: z.ZodType, value: unknown): boolean => schema.safeParse(value).success;
const rates = { input: 1, output: 2 };

describe('a price that is said', () => {
  test('is rates or a discount, never both and never neither', () => {
    expect(takes(SetPrice, { model: 'm', rates })).toBe(true);
    expect(takes(SetPrice, { model: 'm', discountPercent: 10 })).toBe(true);
    expect(takes(SetPrice, { model: 'm', rates, discountPercent: 10 })).toBe(false);
    expect(SetPrice.safeParse({ model: 'm' }).error?.issues[0]).toMatchObject({ path: ['rates'] });
  });

  test.each<[string, object, boolean]>([
    ['nothing', { rates: { input: 0, output: 0 } }, true],
    ['less than nothing', { rates: { input: -0.01, output: 1 } }, false],
    ['more than any model', { rates: { input: 100_001, output: 1 } }, false],
    ['no number', { rates: { input: '1', output: 1 } }, false],
    ['without end', { rates: { input: Infinity, output: 1 } }, false],
    ['only the half', { rates: { input: 1 } }, false],
    ['all of it off', { discountPercent: 100 }, true],
    ['more than all of it off', { discountPercent: 100.01 }, false],
    ['a surcharge', { discountPercent: -1 }, false],
  ])('%s', (_, said, fits) => expect(takes(SetPrice, { model: 'm', ...said })).toBe(fits));

  test('its model is a name in lower case, with a * at the end at most', () => {
    const model = (name: string): unknown => SetPrice.safeParse({ model: name, rates }).data?.model;
    expect([model(' GPT-5 '), model('gpt-5*'), model('*')]).toEqual(['gpt-5', 'gpt-5*', '*']);
    for (const name of ['', '  ', 'g*t', '**', '*x', 'x'.repeat(401)])
      expect([name, model(name)]).toEqual([name, undefined]);
  });

  test('is shown as it was said, and kept in the ledger so', () => {
    const row = { id: 'prc_1', provider: '', model: 'm', rates: null, discount: 1250 };
    expect(overrideOf(row)).toEqual({ id: 'prc_1', provider: null, model: 'm', rates: null, discountPercent: 12.5 });
    expect(termsOf(row)).toEqual({ rates: null, discount: 1250 });
    const own = { ...row, provider: 'openai', rates: JSON.stringify(rates), discount: 0 };
    expect(overrideOf(own)).toEqual({ id: 'prc_1', provider: 'openai', model: 'm', rates, discountPercent: null });
    expect(termsOf(own)).toEqual({ rates, discount: 0 });
  });
});

describe('the names of a model', () => {
  test.each<[string, string[]]>([
    ['gpt-5', ['gpt-5']],
    ['GPT-5-2025-08-07', ['gpt-5-2025-08-07', 'gpt-5']],
    ['claude-sonnet-4-5-20250929', ['claude-sonnet-4-5-20250929', 'claude-sonnet-4-5']],
    ['claude-sonnet-4@20250514', ['claude-sonnet-4@20250514', 'claude-sonnet-4']],
    ['chatgpt-4o-latest', ['chatgpt-4o-latest', 'chatgpt-4o']],
    ['openrouter/anthropic/claude-3', ['claude-3']],
    ['models/gemini-2.5-pro', ['gemini-2.5-pro']],
    [' o3 ', ['o3']],
    ['', []],
    ['provider/', []],
    ['-latest', ['-latest']],
    ['gpt-4-0613', ['gpt-4-0613']],
  ])('%j is looked up as %j', (model, names) => expect(modelNames(model)).toEqual(names));

  test('a provider that nobody names may be anybody; another cloud has prices of its own', () => {
    expect([isProvider('openai', ''), isProvider('openai', 'openai'), isProvider('gcp.gemini', 'google')]).toEqual([
      ...[true, true, true],
    ]);
    for (const sent of ['azure.ai.openai', 'aws.bedrock', 'OpenAI', 'google', 'toString'])
      expect(isProvider('openai', sent)).toBe(false);
    // Whoever says a price names its provider.
    for (const said of ['constructor', '__proto__', 'toString']) expect(isProvider(said, 'openai')).toBe(false);
    const price = bookOf([{ id: 'prc_1', provider: 'constructor', model: 'gpt-5', rates: null, discount: 5000 }]);
    expect(price.inForce('gpt-5', 'openai', Date.now())?.overrideId).toBeNull();
  });
});

describe('what lists are asked with', () => {
  test.each<[string, z.ZodType, object, boolean]>([
    ['a page', PricesQuery, { limit: '200' }, true],
    ['a page too long', PricesQuery, { limit: '201' }, false],
    ['half a row', PricesQuery, { limit: '1.5' }, false],
    ['a moment', PricesQuery, { from: '2026-11-22T12:00:00Z' }, true],
    ['a day', PricesQuery, { from: '2026-11-22' }, false],
    ['a moment in no zone', PricesQuery, { from: '2026-11-22T12:00:00' }, false],
    ['costs by what there is', CostsQuery, { by: 'release' }, true],
    ['costs by what there is not', CostsQuery, { by: 'colour' }, false],
    ['costs by a column', CostsQuery, { by: 'agent; DROP TABLE runs' }, false],
    ['costs by nothing', CostsQuery, {}, false],
    ['an agent’s name', CostsQuery, { by: 'agent', agent: 'x'.repeat(400) }, true],
    ['a name too long', CostsQuery, { by: 'agent', agent: 'x'.repeat(401) }, false],
  ])('%s', (_, schema, query, fits) => expect(takes(schema, query)).toBe(fits));

  test('what is left out has its usual value', () => {
    expect(PricesQuery.parse({})).toEqual({ limit: 200 });
    expect(CostsQuery.parse({ by: 'user' })).toEqual({ by: 'user', limit: 50 });
  });
});
