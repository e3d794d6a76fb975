import { environmentManager, QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Problem } from './api.ts';
import { client } from './client.ts';
import { meQuery } from './queries.ts';

beforeEach(() => {
  // The library does less where it takes itself to be on a server, as in Node; here it is in a browser.
  environmentManager.setIsServer(() => false);
  vi.useFakeTimers();
  client.clear();
});
afterEach(() => {
  client.clear();
  vi.useRealTimers();
});

/** Asks once with the app's own rules; each call of the server throws `error`. @returns how often it was asked within 20 s. */
async function asked(error: unknown): Promise<number> {
  const queryFn = vi.fn(() => Promise.reject(error));
  const done = client
    .fetchQuery({ ...client.defaultQueryOptions({ queryKey: ['x'] }), queryFn })
    .catch((e: unknown) => e);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(await done).toBe(error);
  return queryFn.mock.calls.length;
}

test.each([0, 429, 502, 503, 504])('%i is passing: asked three times in all, before it is shown', async (status) => {
  expect(await asked(new Problem(status, {}))).toBe(3);
});

test.each([400, 401, 403, 404, 409, 410, 500])('%i is an answer: asked once', async (status) => {
  expect(await asked(new Problem(status, {}))).toBe(1);
});

test('a defect of the page itself is not tried again', async () => {
  expect(await asked(new TypeError('x is undefined'))).toBe(1);
});

test('waits grow: half a second, then one', async () => {
  const at: number[] = [];
  const began = Date.now();
  const queryFn = () => {
    at.push(Date.now() - began);
    return Promise.reject(new Problem(503, {}));
  };
  void client.fetchQuery({ ...client.defaultQueryOptions({ queryKey: ['y'] }), queryFn }).catch(() => undefined);
  await vi.advanceTimersByTimeAsync(5000);
  expect(at).toEqual([0, 500, 1500]);
});

/** What a part of the page does: watches a question. */
function watch(queryFn: () => Promise<unknown>): () => void {
  return new QueryObserver(client, { queryKey: ['list'], queryFn }).subscribe(() => undefined);
}

test('a list that never came is asked for again every five seconds, until it comes', async () => {
  let up = false;
  const queryFn = vi.fn(() => (up ? Promise.resolve('rows') : Promise.reject(new Problem(503, {}))));
  const stop = watch(queryFn);
  await vi.advanceTimersByTimeAsync(30_000);
  const before = queryFn.mock.calls.length;
  expect(before).toBeGreaterThan(6);
  up = true;
  await vi.advanceTimersByTimeAsync(6000);
  expect(client.getQueryData(['list'])).toBe('rows');
  const after = queryFn.mock.calls.length;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(queryFn.mock.calls.length).toBe(after);
  stop();
});

test('what is on the screen stays there when newer cannot be fetched', async () => {
  client.setQueryData(['list'], 'rows');
  const stop = watch(() => Promise.reject(new Problem(503, {})));
  void client.refetchQueries({ queryKey: ['list'] });
  await vi.advanceTimersByTimeAsync(20_000);
  expect(client.getQueryData(['list'])).toBe('rows');
  expect(client.getQueryState(['list'])!.status).toBe('error');
  stop();
});

test('a 401 anywhere forgets who we are; other refusals and passing trouble do not', async () => {
  const known = () => client.getQueryData(meQuery.queryKey) !== undefined;
  for (const [status, stays] of [
    [403, true],
    [404, true],
    [503, true],
    [401, false],
  ] as const) {
    client.setQueryData(meQuery.queryKey, { csrf: 'x' } as never);
    await asked(new Problem(status, {}));
    client.removeQueries({ queryKey: ['x'] });
    expect([status, known()]).toEqual([status, stays]);
  }
});

test('a 401 to the question who we are does not ask it again and again', async () => {
  const queryFn = vi.fn(() => Promise.reject(new Problem(401, {})));
  const stop = new QueryObserver(client, { ...meQuery, queryFn } as never).subscribe(() => undefined);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(queryFn).toHaveBeenCalledTimes(1);
  stop();
});

test('the rules are the app’s, not the library’s', () => {
  expect(new QueryClient().getDefaultOptions().queries).toBeUndefined();
  expect(client.getDefaultOptions().queries).toMatchObject({ staleTime: 5000 });
});
