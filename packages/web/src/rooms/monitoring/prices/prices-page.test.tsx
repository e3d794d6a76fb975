import type { MissingPrices, PriceList, UsedPrices } from 'signalbox/contract/monitoring';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { change, Problem } from '../../../app/api.ts';
import { aBrowser, aMe, type Answers, drawPage } from '../../../app/house.fixture.tsx';
import { byRole, defects, names, nodesOf, parse, textOf, words } from '../../../ui/markup.fixture.ts';
import { dangerous, hostile } from '../model/hostile.fixture.ts';
import { anOverride, aPriceList, aUsed, missing, used } from './prices.fixture.ts';
import { missingPricesQuery, pricesQuery, usedPricesQuery } from './queries.ts';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

const admin = aMe({ rights: ['price.read', 'price.change'] });
const reader = aMe({ rights: ['price.read'] });
const teamAdmin = aMe({
  rights: admin.rights,
  rightsIn: [{ teamId: 'tea_1', rights: admin.rights }],
});
type Said = { list?: PriceList; used?: UsedPrices | Error; missing?: MissingPrices };
const pages = (one: object): object => (one instanceof Error ? one : { pages: [one], pageParams: [undefined] });
const draw = (said: Said, me = admin): Promise<string> => {
  const answers: Answers = [
    [['access', 'me'], me],
    [['prices', 'list'], said.list ?? aPriceList()],
    [['prices', 'used'], pages(said.used ?? used())],
    [['prices', 'missing'], pages(said.missing ?? missing())],
  ];
  return drawPage('/settings/prices', answers);
};

describe('models in use', () => {
  test('stand with what is charged, where it comes from, and its version', async () => {
    const html = await draw({ used: used(aUsed()) });
    expect(words(html)).toContain('List as of 2026-11-22, in USD.');
    expect(words(html)).toContain('gpt-5-mini openai , 1,200 calls, list since 2025-08-07');
    expect(words(html)).toContain('openai/gpt-5-mini#1a2b3c4d 0.25 2.00 0.025 3,000,000 100,000');
    const source = byRole(html, 'link').find(({ name }) => name.startsWith('list since'));
    expect(source!.node.attrs).toMatchObject({ href: 'https://prices.example/openai', rel: 'noreferrer' });
    expect(names(html, 'button')).toContain('Set price of gpt-5-mini');
    expect(defects(html)).toEqual([]);
  });
  test('say what long calls cost, and what is not said of a cache is unknown, not 0', async () => {
    const price = { ...aUsed().price!, rates: { input: 1, output: 2 } };
    const above = { input: 3, output: 6, inputTokens: 200_000 };
    const html = await draw({ used: used(aUsed({ price: { ...price, above } })) });
    expect(words(html)).toContain('above 200,000 tokens in 3.00, out 6.00');
    expect(words(html)).toContain('1.00 2.00 — 3,000,000');
  });
  test('tokens that nobody told are unknown, not 0', async () => {
    const html = await draw({ used: used(aUsed({ inputTokens: null, outputTokens: 0 })) });
    expect(words(html)).toContain('0.25 2.00 0.025 — 0');
  });
  test('each has a header of its own in a table with a caption', async () => {
    const nodes = nodesOf(parse(await draw({ used: used(aUsed()) })));
    expect(nodes.filter((n) => n.tag === 'caption').map(textOf)).toEqual([
      expect.stringContaining('per million tokens'),
    ]);
    const heads = nodes.filter((n) => n.tag === 'th').map((n) => n.attrs['scope']);
    expect(heads).toEqual(['col', 'col', 'col', 'col', 'col', 'col', 'col', 'row']);
  });
});

test('models without a price say how many calls are of unknown cost, and stand once', async () => {
  const html = await draw({ used: used(aUsed({ model: 'house', price: null })), missing: missing({}) });
  expect(names(html, 'heading')).toContain('Without a price');
  expect(words(html)).toContain('7 calls of unknown cost, 800 tokens in, 8 out');
  expect(words(html)).toContain('provider not told');
  expect(names(html, 'heading')).not.toContain('In use');
  expect(names(html, 'button').filter((name) => name === 'Set price of house')).toHaveLength(1);
});

test('what is said here can be changed and removed by who may', async () => {
  const list = aPriceList({
    overrides: [anOverride(), anOverride({ id: 'b', model: 'gpt-5*', rates: null, discountPercent: 5 })],
  });
  const html = await draw({ list });
  expect(words(html)).toContain('in 2.00, out 4.00');
  expect(words(html)).toContain('5 % off the list');
  expect(names(html, 'button')).toEqual(
    expect.arrayContaining(['Set a price', 'Change the price of house', 'Remove the price of gpt-5*']),
  );
  const seen = await draw({ list, used: used(aUsed()), missing: missing({}) }, reader);
  expect(names(seen, 'button').filter((name) => /price/i.test(name))).toEqual([]);
  expect(words(seen)).toContain('An admin of the workspace sets prices');
});

describe('costs that follow', () => {
  test('say how far they are', async () => {
    const html = await draw({ list: aPriceList({ recalculation: { total: 1200, done: 300 } }) });
    expect(names(html, 'status').join()).toContain('300 of 1,200 traces');
    const bar = nodesOf(parse(html)).find((n) => n.tag === 'progress')!;
    expect(bar.attrs).toMatchObject({ value: '300', max: '1200', 'aria-label': 'Costs that have followed' });
  });
  test('before they are counted name no number', async () => {
    const html = await draw({ list: aPriceList({ recalculation: { total: null, done: 0 } }) });
    expect(names(html, 'status').join()).toContain('is being counted');
    expect(nodesOf(parse(html)).some((n) => n.tag === 'progress')).toBe(false);
  });
  test('are asked for each second until they have, and not after', () => {
    const every = pricesQuery.refetchInterval as (query: { state: { data?: PriceList } }) => number | false;
    expect(every({ state: { data: aPriceList({ recalculation: { total: null, done: 0 } }) } })).toBe(1000);
    expect(every({ state: { data: aPriceList() } })).toBe(false);
    expect(every({ state: {} })).toBe(false);
  });
});

test('no model yet: how costs come about, and what one can say', async () => {
  const html = await draw({ list: aPriceList({ overrides: [anOverride()] }) });
  expect(names(html, 'heading')).toContain('No model was called in the last 30 days');
  expect(words(html)).toContain('unless the client reports a cost itself');
  expect(names(html, 'heading')).toContain('Said here');
});

test('what cannot be read says why, and nothing of an empty list', async () => {
  const problem = new Problem(503, { title: 'Warehouse is restarting', requestId: 'req_1' });
  const html = await draw({ used: problem });
  expect(names(html, 'alert')[0]).toContain('Warehouse is restarting');
  expect(names(html, 'button')).toContain('Try again');
  expect(words(html)).not.toContain('No model was called');
});

test('more models than one page wait behind a button; unknown tokens are a dash', async () => {
  const first = { ...used(aUsed({ inputTokens: null, outputTokens: null })), nextCursor: 'c2' };
  const html = await draw({ used: first, missing: missing({ inputTokens: null, outputTokens: null }) });
  expect(names(html, 'button').filter((name) => name === 'Show more models')).toHaveLength(1);
  expect(words(html)).toContain('— tokens in, — out');
  expect(words(html)).toContain('0.25 2.00 0.025 — —');
});

test('who is admin of a team alone is offered nothing: prices are of the workspace', async () => {
  const html = await draw({ used: used(aUsed()), missing: missing({}) }, teamAdmin);
  expect(names(html, 'button').filter((name) => /^Set/.test(name))).toEqual([]);
  expect(words(html)).toContain('An admin of the workspace sets prices.');
});

test('the page stands among the settings of who sees prices', async () => {
  expect(names(await draw({}, reader), 'link')).toContain('Prices');
  expect(names(await drawPage('/settings', [[['access', 'me'], aMe()]]), 'link')).not.toContain('Prices');
});

test.each(hostile)('%s as a name of a model hides and breaks nothing', async (_, text) => {
  const html = await draw({
    ...{ used: used(aUsed({ model: text, provider: text })), missing: missing({ model: text, provider: text }) },
    list: aPriceList({ overrides: [anOverride({ model: text, provider: text })] }),
  });
  expect(textOf(parse(html))).not.toMatch(dangerous);
  expect(nodesOf(parse(html)).filter((n) => /^(script|img|iframe)$/.test(n.tag))).toEqual([]);
});

test('is read and changed at the addresses of the API', async () => {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    asked.push(`${init.method} ${url}`);
    return Promise.resolve(new Response(null, { status: 204 }));
  });
  const given = { signal: new AbortController().signal } as never;
  for (const query of [pricesQuery, usedPricesQuery, missingPricesQuery]) await query.queryFn!(given as never);
  await change('/prices', { model: 'm' }, 'PUT');
  await change('/prices/prc_1', undefined, 'DELETE');
  expect(asked).toEqual([
    ...['GET /api/v1/prices', 'GET /api/v1/prices/used?limit=100', 'GET /api/v1/prices/missing?limit=100'],
    ...['PUT /api/v1/prices', 'DELETE /api/v1/prices/prc_1'],
  ]);
});
