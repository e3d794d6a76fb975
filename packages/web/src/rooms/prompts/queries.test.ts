import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { aContent, aPrompt } from './model/prompts.fixture.ts';
import { cellAt } from './playground/model/cells.ts';
import { aCell, runState } from './playground/model/playground.fixture.ts';
import { cellsQuery, estimateQuery } from './playground/queries.ts';
import {
  checkQuery,
  contentDiffQuery,
  diffQuery,
  labelMoveQuery,
  promptPath,
  promptQuery,
  promptsQuery,
} from './queries.ts';

type Sent = { method: string; path: string; body: unknown };
let sent: Sent[] = [];
let answers: ((path: string) => unknown)[] = [];
let client: QueryClient;

beforeEach(() => {
  [sent, answers] = [[], []];
  client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    const path = url.replace('/api/v1', '');
    sent.push({
      method: init.method!,
      path,
      body: init.body === undefined ? null : (JSON.parse(init.body as string) as unknown),
    });
    return Promise.resolve(new Response(JSON.stringify(answers.shift()?.(path) ?? {})));
  });
});
afterEach(() => {
  client.clear();
  vi.unstubAllGlobals();
});

test('names with slashes and spaces stay one part of the address', async () => {
  expect(promptPath('billing/refund clerk')).toBe('/prompts/billing%2Frefund%20clerk');
  await client.fetchQuery(promptQuery('a/b'));
  expect(sent[0]!.path).toBe('/prompts/a%2Fb');
});

test('the list asks only for what is filtered, page by page', async () => {
  answers = [
    () => ({ items: [aPrompt()], nextCursor: 'next one' }),
    () => ({ items: [aPrompt({ id: 'prm_2' })], nextCursor: null }),
  ];
  const of = promptsQuery('tea_1', { folder: 'support/eu', q: 'a&b' });
  const { pages } = await client.fetchInfiniteQuery({ ...of, pages: 5 });
  expect(pages.flatMap((page) => page.items.map((one) => one.id))).toEqual(['prm_1', 'prm_2']);
  expect(sent.map((one) => one.path)).toEqual([
    '/prompts?teamId=tea_1&q=a%26b&folder=support%2Feu&limit=100',
    '/prompts?teamId=tea_1&q=a%26b&folder=support%2Feu&limit=100&cursor=next+one',
  ]);
});

describe('what only looks is asked by POST where it is too long for an address, and changes nothing', () => {
  const content = aContent();
  test.each([
    ['check', () => client.fetchQuery(checkQuery('p', content)), '/prompts/p/check', { content }],
    ['compare', () => client.fetchQuery(contentDiffQuery('p', 3, content)), '/prompts/p/diff', { from: 3, content }],
  ])('%s', async (_, ask, path, body) => {
    await ask();
    expect(sent).toEqual([{ method: 'POST', path, body }]);
  });

  test('a move of a label as a preview, with a reason that is kept nowhere', async () => {
    await client.fetchQuery(labelMoveQuery('p', { label: 'production', number: 2 }));
    expect(sent[0]).toMatchObject({
      ...{ method: 'POST', path: '/label-moves?preview=true' },
      body: { prompt: 'p', label: 'production', number: 2, reason: expect.any(String) as string },
    });
  });

  test('nothing to ask is not asked', () => {
    expect([labelMoveQuery('p', null).enabled, estimateQuery(null).enabled]).toEqual([false, false]);
  });
});

test('two versions that were compared once stay compared', async () => {
  await client.fetchQuery(diffQuery('p', 1, 2));
  await client.fetchQuery(diffQuery('p', 1, 2));
  expect(sent.map((one) => one.path)).toEqual(['/prompts/p/diff?from=1&to=2']);
});

describe('answers of the playground', () => {
  const page = (items: ReturnType<typeof aCell>[], after: number, over: object = {}) => ({
    ...{ items, after, run: runState(over) },
  });
  const many = Array.from({ length: 100 }, (_, row) => aCell({ row, seq: row + 1 }));

  test('are read to their end, a hundred at a time', async () => {
    answers = [() => page(many, 100), () => page([aCell({ lane: 1, seq: 101 })], 101)];
    const cells = await client.fetchQuery(cellsQuery('plr_1', client));
    expect(sent.map((one) => one.path)).toEqual([
      '/playground/runs/plr_1/cells?after=0&limit=100',
      '/playground/runs/plr_1/cells?after=100&limit=100',
    ]);
    expect([cells.byPlace.size, cells.after]).toEqual([101, 101]);
  });

  test('then only what changed since is asked, and laid over what is known', async () => {
    answers = [() => page([aCell({ state: 'running', seq: 1 })], 1), () => page([aCell({ state: 'done', seq: 2 })], 2)];
    await client.fetchQuery(cellsQuery('plr_1', client));
    const cells = await client.fetchQuery({ ...cellsQuery('plr_1', client), staleTime: 0 });
    expect(sent[1]!.path).toBe('/playground/runs/plr_1/cells?after=1&limit=100');
    expect(cellAt(cells, 0, 0)?.state).toBe('done');
  });

  test('are asked again while any is awaited, and not after', async () => {
    const none = { waiting: 0, running: 0, done: 1, failed: 0, cancelled: 0 };
    const every = cellsQuery('plr_1', client).refetchInterval as (query: unknown) => number | false;
    const asked = (over: object | null) =>
      every({ state: { data: over === null ? undefined : { run: runState(over) } } });
    expect(asked(null)).toBe(700);
    expect(asked({})).toBe(700);
    expect(asked({ state: 'done', counts: none })).toBe(false);
    // Tool results were given to one answer of a run that had ended.
    expect(asked({ state: 'done', counts: { ...none, running: 1 } })).toBe(700);
  });
});
