import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { replace } from '../../app/api.ts';
import {
  allReleasesQuery,
  bulkPreviewQuery,
  calendarQuery,
  changesQuery,
  mapQuery,
  rulesQuery,
  servedQuery,
} from './fleet-queries.ts';
import {
  comparisonQuery,
  deploymentsQuery,
  freezesQuery,
  instancesQuery,
  recordQuery,
  releasePreviewQuery,
  releaseQuery,
  releasesQuery,
  signOffsQuery,
  verificationQuery,
} from './release-queries.ts';

/** Every request that would leave the browser. */
const asked: { url: string; method: string; body: unknown; match: string | null }[] = [];
beforeEach(() => {
  asked.length = 0;
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    const body = init.body === undefined ? null : (JSON.parse(String(init.body)) as unknown);
    asked.push({ url, method: init.method!, body, match: new Headers(init.headers).get('if-match') });
    return Promise.resolve(Response.json({ items: [], nextCursor: null }));
  });
});
afterEach(() => vi.unstubAllGlobals());
const client = () => new QueryClient({ defaultOptions: { queries: { retry: false } } });

const place = { agent: 'a/1', environment: 'eu prod', releaseId: 'rel_1' };
const questions = [
  ['what is said about an agent', recordQuery('a/1'), '/agents/a%2F1/profile'],
  ['releases', releasesQuery('a/1'), '/agents/a%2F1/releases?limit=100'],
  ['a release', releaseQuery('../me'), '/releases/..%2Fme'],
  ['a comparison', comparisonQuery('rel_1', 'rel_2'), '/releases/rel_1/comparison?to=rel_2'],
  ['a verification', verificationQuery('rel_1'), '/releases/rel_1/verification'],
  ['deployments', deploymentsQuery('a/1'), '/agents/a%2F1/deployments'],
  ['freezes', freezesQuery, '/freezes'],
  ['sign-offs', signOffsQuery(place), '/agents/a%2F1/deployments/eu%20prod/releases/rel_1/sign-offs'],
  ['instances', instancesQuery('a/1'), '/agents/a%2F1/instances?limit=200'],
  ['instances of a place', instancesQuery('a', 'eu prod'), '/agents/a/instances?environment=eu+prod&limit=200'],
  ['what is served everywhere', servedQuery('tea_1'), '/deployments?teamId=tea_1'],
  ['what is served to all teams', servedQuery(undefined), '/deployments'],
  ['rules', rulesQuery({ team: 'tea_1', env: 'qa' }), '/fleet/rules?teamId=tea_1&environment=qa'],
  [
    'the map in a time',
    mapQuery({ from: '2026-11-01T00:00:00.000Z', to: '2026-11-02T00:00:00.000Z' }),
    '/map?from=2026-11-01T00%3A00%3A00.000Z&to=2026-11-02T00%3A00%3A00.000Z',
  ],
  ['all changes', changesQuery({ range: 'all' }), '/calendar?from=2020-01-01T00%3A00%3A00.000Z'],
  [
    'a month of the calendar',
    calendarQuery({ env: 'qa' }, { from: '2026-11-01T00:00:00.000Z', to: undefined }),
    '/calendar?from=2026-11-01T00%3A00%3A00.000Z&environment=qa',
  ],
] as const;

describe('questions about releases', () => {
  test.each(questions)('%s: read by GET from its own path', async (_, query, url) => {
    await client().fetchQuery(query as never);
    expect(asked).toEqual([{ url: `/api/v1${url}`, method: 'GET', body: null, match: null }]);
  });

  test('all are made old by whatever changes an agent', () => {
    expect(new Set(questions.map(([, query]) => (query as { queryKey: readonly unknown[] }).queryKey[0]))).toEqual(
      new Set(['agents']),
    );
    expect(allReleasesQuery(undefined).queryKey[0]).toBe('agents');
  });

  test('no two have one key', () => {
    const keys = questions.map(([, query]) => JSON.stringify((query as { queryKey: unknown }).queryKey));
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('what is not chosen yet is not asked', () => {
    expect(
      [comparisonQuery('', 'a'), comparisonQuery('a', ''), comparisonQuery('a', 'a')].map((q) => q.enabled),
    ).toEqual([false, false, false]);
    expect(comparisonQuery('a', 'b').enabled).toBe(true);
    expect(signOffsQuery({ ...place, environment: '' }).enabled).toBe(false);
    expect(bulkPreviewQuery([], { kind: 'claim' }).enabled).toBe(false);
    expect(bulkPreviewQuery(['a'], null).enabled).toBe(false);
  });

  test('a list of all releases goes on where it ended', async () => {
    await client().fetchInfiniteQuery(allReleasesQuery('tea_1') as never);
    expect(asked[0]!.url).toBe('/api/v1/releases?teamId=tea_1&limit=100');
    const { getNextPageParam } = allReleasesQuery(undefined);
    const page = (nextCursor: string | null) => getNextPageParam({ items: [], nextCursor }, [], undefined, []);
    expect([page('more'), page(null)]).toEqual(['more', undefined]);
  });
});

describe('what would be', () => {
  test('of a release is asked as a preview and changes nothing', async () => {
    await client().fetchQuery(releasePreviewQuery('a', { manifest: { schema: 's' }, why: 'x' }) as never);
    expect(asked).toEqual([
      {
        ...{ url: '/api/v1/agents/a/releases?preview=true', method: 'POST', match: null },
        body: { manifest: { schema: 's' }, why: 'x' },
      },
    ]);
  });

  test('of many agents likewise', async () => {
    await client().fetchQuery(bulkPreviewQuery(['a', 'b'], { kind: 'claim' }) as never);
    expect(asked[0]).toMatchObject({
      ...{ url: '/api/v1/agents/bulk?preview=true', body: { agents: ['a', 'b'], act: { kind: 'claim' } } },
    });
  });
});

test('what replaces something says which version it was', async () => {
  await replace('/agents/a/profile', { profile: {} }, 7);
  expect(asked).toEqual([{ url: '/api/v1/agents/a/profile', method: 'PUT', body: { profile: {} }, match: '"7"' }]);
});
