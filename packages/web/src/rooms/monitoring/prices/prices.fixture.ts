import type { MissingPrices, PriceList, PriceOverride, UsedPrices } from 'signalbox/contract/monitoring';

/** Whole answers for tests; each test names only what it is about. */
export const aPriceList = (over: Partial<PriceList> = {}): PriceList => ({
  ...{ asOf: '2026-11-22', currency: 'USD', overrides: [], list: [], recalculation: null },
  ...over,
});

export const anOverride = (over: Partial<PriceOverride> = {}): PriceOverride => ({
  ...{ id: 'prc_1', provider: null, model: 'house', rates: { input: 2, output: 4 }, discountPercent: null },
  ...over,
});

const range = { from: '2026-10-23T12:00:00.000Z', to: '2026-11-22T12:00:00.000Z' };
type Used = UsedPrices['items'][number];
export const aUsed = (over: Partial<Used> = {}): Used => ({
  ...{ provider: 'openai', model: 'gpt-5-mini', calls: 1200, unknownCalls: 0 },
  ...{ inputTokens: 3_000_000, outputTokens: 100_000 },
  price: {
    ...{ version: 'openai/gpt-5-mini#1a2b3c4d', rates: { input: 0.25, output: 2, cacheRead: 0.025 }, above: null },
    ...{ overrideId: null, source: 'https://prices.example/openai', validFrom: '2025-08-07' },
  },
  ...over,
});
export const used = (...items: Used[]): UsedPrices => ({ items, nextCursor: null, ...range });

type Missing = MissingPrices['items'][number];
export const missing = (...items: Partial<Missing>[]): MissingPrices => ({
  items: items.map((over) => ({
    ...{ provider: null, model: 'house', calls: 9, unknownCalls: 7, inputTokens: 800, outputTokens: 8 },
    ...over,
  })),
  nextCursor: null,
  ...range,
});
