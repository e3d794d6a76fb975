import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  anyRunQuery,
  readRuns,
  runQuery,
  runsQuery,
  stepQuery,
  totalsQuery,
  transcriptQuery,
} from '../rooms/monitoring/queries.ts';
import { change } from './api.ts';
import { facetsQuery, healthQuery, keysQuery, meQuery } from './queries.ts';

/** Every request that would leave the browser, and what it was answered. */
const asked: { url: string; method: string; csrf: string | null }[] = [];
let answers: (url: string) => unknown = () => ({});
beforeEach(() => {
  asked.length = 0;
  answers = () => ({});
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    const headers = new Headers(init.headers);
    asked.push({ url, method: init.method!, csrf: headers.get('x-signalbox-csrf') });
    return Promise.resolve(Response.json(answers(url)));
  });
});
afterEach(() => vi.unstubAllGlobals());

const client = () => new QueryClient({ defaultOptions: { queries: { retry: false } } });
const urls = (): string[] => asked.map((a) => a.url);

test.each([
  ['me', meQuery, '/api/v1/me'],
  ['health', healthQuery, '/api/v1/health'],
  ['facets', facetsQuery, '/api/v1/runs/facets'],
  ['keys', keysQuery, '/api/v1/keys?limit=200'],
  ['any run', anyRunQuery, '/api/v1/runs?limit=1'],
  ['totals', totalsQuery({ from: '2026-11-22T00:00:00.000Z' }), '/api/v1/totals?from=2026-11-22T00%3A00%3A00.000Z'],
  ['transcript', transcriptQuery('a/b'), '/api/v1/runs/a%2Fb/transcript'],
  ['step', stepQuery('r1', '../me'), '/api/v1/runs/r1/steps/..%2Fme'],
])('%s is read from its own path, by GET, without a token', async (_, query, url) => {
  await client().fetchQuery(query as never);
  expect(asked).toEqual([{ url, method: 'GET', csrf: null }]);
});

test('who we are brings the token that changes carry', async () => {
  answers = () => ({ csrf: 'from-me' });
  await client().fetchQuery(meQuery);
  await change('/sign-out');
  expect(asked.at(-1)).toEqual({ url: '/api/v1/sign-out', method: 'POST', csrf: 'from-me' });
});

test('runs are read page after page by the cursor of the one before, filters and bounds in each', async () => {
  const cursors = ['two', 'three', null];
  answers = () => ({ items: [], nextCursor: cursors.shift() });
  const query = { agent: 'a&b', environment: undefined, from: '2026-11-22T00:00:00.000Z' };
  const pages = await client().fetchInfiniteQuery({ ...runsQuery(query), pages: 5 });
  expect(pages.pages).toHaveLength(3);
  const base = '/api/v1/runs?agent=a%26b&from=2026-11-22T00%3A00%3A00.000Z&limit=100';
  expect(urls()).toEqual([base, `${base}&cursor=two`, `${base}&cursor=three`]);
});

test('a run is read with all its steps, page after page', async () => {
  answers = (url) => ({ run: {}, steps: [], nextCursor: url.includes('cursor') ? null : 'c2' });
  await client().fetchInfiniteQuery({ ...runQuery('t-s'), pages: 9 });
  expect(urls()).toEqual(['/api/v1/runs/t-s', '/api/v1/runs/t-s?cursor=c2']);
});

test('lists of other filters are other lists', () => {
  const key = (query: Record<string, string>) => JSON.stringify(runsQuery(query).queryKey);
  expect(key({ agent: 'a' })).not.toBe(key({ agent: 'b' }));
  expect(key({ agent: 'a' })).toBe(key({ agent: 'a' }));
});

test('what is about access is made old together', () => {
  expect([meQuery, keysQuery].map((q) => q.queryKey[0])).toEqual(['access', 'access']);
  expect([healthQuery, facetsQuery].map((q) => q.queryKey[0])).not.toContain('access');
});

test('a reading that is given up is given up at the network too', async () => {
  const stop = new AbortController();
  let signal: AbortSignal | undefined;
  vi.stubGlobal('fetch', (_: string, init: RequestInit) => {
    signal = init.signal ?? undefined;
    return new Promise((_done, refuse) => signal?.addEventListener('abort', () => refuse(signal!.reason)));
  });
  const reading = readRuns({}, undefined, 1, stop.signal).catch((error: unknown) => error);
  stop.abort();
  expect(await reading).toMatchObject({ name: 'AbortError' });
  expect(signal?.aborted).toBe(true);
});
