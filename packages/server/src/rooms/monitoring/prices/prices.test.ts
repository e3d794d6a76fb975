import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Tokens, unknownTokens } from '../model/facts.ts';
import { call } from '../model/spans.fixture.ts';
import { bookOf, type Override } from './book.ts';
import { costingOf } from './costing.ts';
import { listPrices, ratesOf } from './list.ts';
import { costOf, discounted, type Price } from './rates.ts';

const at = Date.parse('2026-11-22');
const { priceOf } = bookOf([]);
const tokens = (told: Partial<Tokens>): Tokens => ({ ...unknownTokens, ...told });

describe('the list', () => {
  test('has whole nano-USD, dates, sources, and no price of a model twice from one day', () => {
    const seen = new Set<string>();
    for (const entry of listPrices) {
      const { input, output, cacheRead = 0, cacheWrite5m = 0, cacheWrite1h = 0 } = entry;
      for (const usd of [input, output, cacheRead, cacheWrite5m, cacheWrite1h]) {
        expect(usd).toBeGreaterThanOrEqual(0);
        expect(Math.abs(usd * 1e9 - Math.round(usd * 1e9))).toBeLessThan(1e-3);
      }
      expect(cacheRead).toBeLessThanOrEqual(input);
      expect(new Date(entry.validFrom).toISOString()).toBe(`${entry.validFrom}T00:00:00.000Z`);
      expect(entry.source).toMatch(/^https:\/\//);
      for (const model of entry.models) {
        const key = `${entry.provider} ${model} ${entry.validFrom}`;
        expect(seen.has(key), key).toBe(false);
        seen.add(key);
      }
    }
  });
  test('every model of it is found by its name, its dated alias and through a router', () => {
    for (const { provider, models } of listPrices)
      for (const model of models) {
        const price = priceOf(model, provider, at);
        expect(price, model).not.toBeNull();
        for (const alias of [`${provider}/${model}`, model.toUpperCase()])
          expect(priceOf(alias, provider, at)?.version).toBe(price!.version);
      }
    expect(priceOf('gpt-5-mini-2026-08-07', 'openai', at)).toEqual(priceOf('gpt-5-mini', 'openai', at));
    expect(priceOf('claude-sonnet-4-5-20250929', 'anthropic', at)).toEqual(priceOf('claude-sonnet-4-5', '', at));
    expect(priceOf('gemini-2.5-pro', 'google', at)).toEqual(priceOf('gemini-2.5-pro', 'gcp.gemini', at));
  });
  test('a snapshot with a price of its own has that; a price holds from its day on', () => {
    const usd = (model: string, day: string) => Number(priceOf(model, 'openai', Date.parse(day))?.input) / 1e9;
    expect(usd('gpt-4o', '2024-10-01T23:59:59.999Z')).toBe(5);
    expect(usd('gpt-4o', '2024-10-02')).toBe(2.5);
    expect(usd('gpt-4o-2024-05-13', '2026-01-01')).toBe(5);
    expect(priceOf('gpt-4o', 'openai', Date.parse('2023-01-01'))).toBeNull();
  });
  test('what is in force is told with where it comes from', () => {
    const said: Override[] = [
      { id: 'prc_1', provider: '', model: 'house', rates: { input: 1, output: 2 }, discount: 0 },
      { id: 'prc_2', provider: 'openai', model: 'gpt-5*', rates: null, discount: 1000 },
    ];
    const { inForce } = bookOf(said);
    expect(inForce('house', '', at)).toMatchObject({ entry: null, overrideId: 'prc_1' });
    expect(inForce('gpt-5-mini', 'openai', at)).toMatchObject({ entry: { provider: 'openai' }, overrideId: 'prc_2' });
    expect(inForce('claude-haiku-4-5', 'anthropic', at)).toMatchObject({ overrideId: null });
    expect(inForce('gpt-99', 'openai', at)).toBeNull();
    expect(inForce('gpt-4o', 'openai', Date.parse('2024-10-01'))?.entry?.validFrom).toBe('2024-05-13');
  });
  test('no price for models nobody knows, nor for the clouds that sell at their own', () => {
    for (const [model, provider] of [
      ['gpt-99', 'openai'],
      ['', 'openai'],
      ['gpt-5-mini', 'azure.ai.openai'],
      ['gpt-5-mini', 'anthropic'],
      ['claude-sonnet-4-5', 'aws.bedrock'],
      ['gpt-5-mini-tuned', 'openai'],
    ] as const)
      expect(priceOf(model, provider, at), `${model} ${provider}`).toBeNull();
  });
});

describe('the cost of a call', () => {
  const sonnet = priceOf('claude-sonnet-4-5', 'anthropic', at)!;
  test('is what the provider would charge', () => {
    const told = tokens({ input: 100_000, cacheRead: 60_000, cacheWrite: 30_000, output: 2_000 });
    // 10,000 × $3 + 60,000 × $0.30 + 30,000 × $3.75 + 2,000 × $15, by the million.
    expect(costOf(told, sonnet)).toBe(190_500_000n);
    expect(costOf(tokens({ input: 300_000, output: 0 }), sonnet)).toBe(1_800_000_000n);
    expect(costOf(tokens({ input: 1_000_000 }), priceOf('text-embedding-3-small', 'openai', at)!)).toBe(20_000_000n);
  });
  test('is unknown where tokens are, never 0', () => {
    for (const told of [{}, { input: 5 }, { output: 5 }, { cacheRead: 5 }])
      expect(costOf(tokens(told), sonnet)).toBeNull();
  });

  const rate = fc.bigInt({ min: 0n, max: 10n ** 12n });
  const price: fc.Arbitrary<Price> = fc.record({
    ...{
      input: rate,
      output: rate,
      cacheRead: fc.option(rate),
      cacheWrite: fc.option(rate),
      reasoning: fc.option(rate),
    },
    ...{ above: fc.constant(null), version: fc.constant('v') },
  });
  const count = fc.nat({ max: 2_000_000 });
  const maybe = fc.option(count);
  const usage = fc.record({ input: count, output: count, cacheRead: maybe, cacheWrite: maybe, reasoning: maybe });

  test('charges each token once: between all at the lowest and all at the highest rate, whatever the client says', () => {
    fc.assert(
      fc.property(usage, price, (told, at) => {
        const rates = [at.input, at.output, at.cacheRead, at.cacheWrite, at.reasoning].filter((r) => r !== null);
        const all = BigInt(told.input + told.output);
        const low = rates.reduce((a, b) => (a < b ? a : b));
        const high = rates.reduce((a, b) => (a > b ? a : b));
        const cost = costOf(told, at)!;
        expect(cost >= (all * low) / 1_000_000n).toBe(true);
        expect(cost <= (all * high) / 1_000_000n + 1n).toBe(true);
      }),
    );
  });
  test('grows with every count, and by a discount it falls by that part', () => {
    fc.assert(
      fc.property(usage, price, fc.integer({ min: 0, max: 10_000 }), (told, at, off) => {
        const cost = costOf(told, at)!;
        expect(costOf({ ...told, output: told.output + 1 }, at)! >= cost).toBe(true);
        const less = costOf(told, { ...at, ...discounted(at, off) })!;
        const exact = (cost * BigInt(10_000 - off)) / 10_000n;
        const rounding = BigInt(Math.ceil((told.input + told.output) / 1_000_000)) + 1n;
        expect(less >= exact - rounding && less <= exact + rounding).toBe(true);
      }),
    );
  });
});

describe('overrides', () => {
  const override = (changes: Partial<Override>): Override => ({
    ...{ id: 'prc_1', provider: '', model: 'gpt-5-mini', rates: { input: 1, output: 2 }, discount: 0 },
    ...changes,
  });
  test('win over the list, for dated aliases too, at any time; with another version', () => {
    const book = bookOf([override({})]);
    const own = book.priceOf('gpt-5-mini-2026-08-07', 'azure.ai.openai', 0)!;
    expect(own).toMatchObject(ratesOf({ input: 1, output: 2 }));
    expect(own.version).not.toBe(priceOf('gpt-5-mini', 'openai', at)!.version);
    expect(book.priceOf('gpt-5', 'openai', at)).toEqual(priceOf('gpt-5', 'openai', at));
    expect(book.versionsOf('gpt-5-mini', '')).toEqual([own.version]);
  });
  test('the most exact one holds: a name, a longer pattern, one for this provider', () => {
    const all = [
      override({ id: 'prc_all', model: '*', rates: null, discount: 1000 }),
      override({ id: 'prc_five', model: 'gpt-5*' }),
      override({ id: 'prc_named' }),
      override({ id: 'prc_azure', provider: 'azure.ai.openai' }),
    ];
    const by = (model: string, provider: string): string =>
      bookOf(all)
        .priceOf(model, provider, at)!
        .version.replace(/[ #].*/, '');
    expect(by('gpt-5-mini', 'openai')).toBe('prc_named');
    expect(by('gpt-5-mini', 'azure.ai.openai')).toBe('prc_azure');
    expect(by('gpt-5.5-turbo', 'x')).toBe('prc_five');
    expect(by('gpt-4o', 'openai')).toBe('prc_all');
  });
  test('a discount is taken off the list, its upper tier too; what has no list price has none', () => {
    const book = bookOf([override({ model: 'gemini*', rates: null, discount: 2500 })]);
    const price = book.priceOf('gemini-2.5-pro', 'gcp.gemini', at)!;
    expect(price).toMatchObject({ input: 937_500_000n, above: { input: 1_875_000_000n, inputTokens: 200_000 } });
    expect(book.priceOf('gemini-99', 'gcp.gemini', at)).toBeNull();
  });
});

test('a call is priced by its model, its provider and when it began', () => {
  const span = call('m', '', { model: 'gpt-5-mini-2026-08-07', provider: 'openai' });
  const costing = costingOf([]);
  expect(costing(span, tokens({ input: 1000, output: 100 }))).toMatchObject({ nanoUsd: 450_000n });
  expect(costing({ ...span, model: '' }, span.tokens)).toBeNull();
  expect(costing(span, unknownTokens)).toBeNull();
});
