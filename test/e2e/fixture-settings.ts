import type {
  DemoState,
  MissingPrices,
  PriceList,
  PriceOverride,
  UsedPrices,
} from '../../packages/server/src/rooms/monitoring/contract.ts';

/** What tests change of the answers: demo data, how far costs have followed, prices said here, and whether text may be read. */
export const settingsMood = {
  demo: 'none' as DemoState['state'],
  recalculation: null as PriceList['recalculation'],
  overrides: [] as PriceOverride[],
  readable: true,
};
const usual = { ...settingsMood };
export const calm = (): void => void Object.assign(settingsMood, usual, { overrides: [...said] });

const said: PriceOverride[] = [
  {
    ...{ id: 'prc_1', provider: null, model: 'house-*', rates: { input: 0.4, output: 1.6, cacheRead: 0.04 } },
    discountPercent: null,
  },
  { id: 'prc_2', provider: 'anthropic', model: 'claude-sonnet-4-5', rates: null, discountPercent: 12.5 },
];

const range = { from: '2026-10-23T12:00:00.000Z', to: '2026-11-22T12:00:00.000Z' };
type Used = UsedPrices['items'][number];
const used = (model: string, provider: string | null, over: Partial<Used> = {}): Used => ({
  ...{ provider, model, calls: 12_480, unknownCalls: 3, inputTokens: 31_204_118, outputTokens: 2_113_402 },
  price: {
    ...{ version: `${provider}/${model}#1a2b3c4d`, rates: { input: 0.25, output: 2, cacheRead: 0.025 }, above: null },
    ...{ overrideId: null, source: 'https://prices.example/list', validFrom: '2025-08-07' },
  },
  ...over,
});
const inUse: Used[] = [
  used('gpt-5-mini-2025-08-07', 'openai'),
  used('claude-sonnet-4-5', 'anthropic', {
    price: {
      ...{ version: 'prc_2 anthropic/claude-sonnet-4-5#9f8e7d6c', rates: { input: 2.625, output: 13.125 } },
      above: { input: 5.25, output: 19.6875, inputTokens: 200_000 },
      ...{ overrideId: 'prc_2', source: 'https://prices.example/list', validFrom: '2025-09-29' },
    },
  }),
  used('house-large', null, {
    price: {
      ...{ version: 'prc_1#00ff00ff', rates: { input: 0.4, output: 1.6, cacheRead: 0.04 }, above: null },
      ...{ overrideId: 'prc_1', source: null, validFrom: null },
    },
  }),
];
const unpriced: MissingPrices['items'] = [
  {
    ...{ provider: 'azure.ai.openai', model: 'our-own-deployment-of-gpt-5-in-sweden-central-with-a-long-name' },
    ...{ calls: 840, unknownCalls: 840, inputTokens: 1_204_000, outputTokens: 80_400 },
  },
];

type Asked = { method: string; path: string; body: string; empty: boolean };
type Told = { status: number; body: unknown } | null;

/** Answers of /prices and /demo; null = not one of these. `body` null = 204. */
export function settingsAnswer({ method, path, body, empty }: Asked): Told {
  const ok = (of: unknown): Told => ({ status: 200, body: of });
  const demo = (): DemoState => ({
    state: settingsMood.demo,
    teamId: settingsMood.demo === 'none' ? null : 'tea_demo',
  });
  if (path === '/demo/remove') settingsMood.demo = 'removing';
  if (path === '/demo' || path === '/demo/remove') return ok(demo() satisfies DemoState);
  if (path === '/prices/used')
    return ok({ items: empty ? [] : inUse, nextCursor: null, ...range } satisfies UsedPrices);
  if (path === '/prices/missing')
    return ok({ items: empty ? [] : unpriced, nextCursor: null, ...range } satisfies MissingPrices);
  if (path === '/prices' && method === 'PUT') {
    const { model, provider, rates, discountPercent } = JSON.parse(body) as Partial<PriceOverride>;
    const made = { id: 'prc_3', provider: provider ?? null, model: model!, rates: rates ?? null };
    const override = { ...made, discountPercent: discountPercent ?? null };
    settingsMood.overrides = [...settingsMood.overrides.filter((one) => one.model !== model), override];
    settingsMood.recalculation = { total: 1200, done: 300 };
    return ok(override);
  }
  if (path === '/prices') {
    const { overrides, recalculation } = settingsMood;
    const list: PriceList = { asOf: '2026-11-22', currency: 'USD', list: [], recalculation, overrides };
    return ok(empty ? { ...list, overrides: [] } : list);
  }
  if (!path.startsWith('/prices/')) return null;
  settingsMood.overrides = settingsMood.overrides.filter((one) => one.id !== path.slice('/prices/'.length));
  return { status: 204, body: null };
}

calm();
