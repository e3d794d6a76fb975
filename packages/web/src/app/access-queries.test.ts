import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { peopleQuery, serviceAccountsQuery, settingsQuery } from './access-queries.ts';

/** The API's pages, by the cursor that asks for them. */
let pages: (cursor: string | null, path: string) => { status?: number; body: object };
let asked: URL[] = [];
beforeEach(() => {
  asked = [];
  vi.stubGlobal('fetch', async (address: string) => {
    const url = new URL(address, 'http://box.example');
    asked.push(url);
    const { status = 200, body } = pages(url.searchParams.get('cursor'), url.pathname);
    return new Response(JSON.stringify(body), { status });
  });
});
afterEach(() => vi.unstubAllGlobals());

const client = () => new QueryClient({ defaultOptions: { queries: { retry: false } } });
const page = (from: number, count: number, nextCursor: string | null) => ({
  body: { items: Array.from({ length: count }, (_, n) => ({ id: `per_${from + n}` })), nextCursor },
});

describe('a list of people', () => {
  test('is read page by page until there is no next one, in the order of the API', async () => {
    pages = (cursor) =>
      cursor === null ? page(0, 200, 'a') : cursor === 'a' ? page(200, 200, 'b') : page(400, 7, null);
    const people = await client().fetchQuery(peopleQuery);
    expect(people.map(({ id }) => id)).toEqual(Array.from({ length: 407 }, (_, n) => `per_${n}`));
    expect(asked.map((url) => `${url.pathname}${url.search}`)).toEqual([
      '/api/v1/people?limit=200',
      '/api/v1/people?limit=200&cursor=a',
      '/api/v1/people?limit=200&cursor=b',
    ]);
  });

  test('a server that always has a next page does not keep the browser for ever', async () => {
    pages = () => page(0, 200, 'again');
    expect(await client().fetchQuery(peopleQuery)).toHaveLength(2000);
    expect(asked).toHaveLength(10);
  });

  test('of which a page fails is an error, not half a list', async () => {
    pages = (cursor) =>
      cursor === null
        ? page(0, 200, 'a')
        : { status: 503, body: { code: 'state.unavailable', title: 'Not reachable' } };
    await expect(client().fetchQuery(peopleQuery)).rejects.toMatchObject({ code: 'state.unavailable', status: 503 });
  });

  test('that one may not see is an error with its code', async () => {
    pages = () => ({ status: 403, body: { code: 'access.denied', title: 'Not allowed' } });
    await expect(client().fetchQuery(peopleQuery)).rejects.toMatchObject({ code: 'access.denied' });
  });
});

test('service accounts and rules are asked at their addresses', async () => {
  pages = (_cursor, path) => (path.endsWith('settings') ? { body: { secondFactorRequired: true } } : page(0, 1, null));
  expect(await client().fetchQuery(serviceAccountsQuery)).toEqual([{ id: 'per_0' }]);
  expect(await client().fetchQuery(settingsQuery)).toEqual({ secondFactorRequired: true });
  expect(asked.map((url) => url.pathname)).toEqual(['/api/v1/service-accounts', '/api/v1/access-settings']);
});

test('all of them are about access: one ledger event about access makes them old', () => {
  for (const { queryKey } of [peopleQuery, serviceAccountsQuery, settingsQuery]) expect(queryKey[0]).toBe('access');
  expect(new Set([peopleQuery, serviceAccountsQuery, settingsQuery].map(({ queryKey }) => queryKey[1])).size).toBe(3);
});
