import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Calendar } from '../rooms/lifecycle/contract-calendar.ts';
import type { BulkResult, DependencyMap, FleetRules, NamingState } from '../rooms/lifecycle/contract-fleet.ts';
import type { Deployment } from '../rooms/lifecycle/contract-deployments.ts';
import { openDeliveryEdge } from './ofrep/delivery-edge.fixture.ts';

/** The fleet as a client meets it; every answer is held against the committed document by the edge's fixture. */
let edge: Awaited<ReturnType<typeof openDeliveryEdge>>;
let admin: { cookie: string; csrf: string };
beforeAll(async () => {
  edge = await openDeliveryEdge();
  admin = await edge.signIn(edge.first.adminId);
});
afterAll(() => edge.stop());

const json = async <T>(answer: Response | Promise<Response>): Promise<T> => (await (await answer).json()) as T;
const get = <T>(path: string) => json<T>(edge.call(admin, 'GET', `/api/v1${path}`));
const send = (method: string, path: string, body?: unknown) => edge.call(admin, method, `/api/v1${path}`, body);

test('rules of the fleet tell what is missed, and a bulk change with its preview mends it', async () => {
  const missed = async (): Promise<string[]> =>
    (await get<FleetRules>('/fleet/rules')).rules.flatMap((one) => (one.misses.length > 0 ? [one.id] : []));
  expect(await missed()).toContain('on_call');
  const wish = { agents: ['agent-1'], act: { kind: 'describe', onCall: '#support' } };
  expect(await json<BulkResult>(send('POST', '/agents/bulk?preview=true', wish))).toMatchObject({
    isPreview: true,
    changed: 1,
  });
  expect(await missed()).toContain('on_call');
  expect(await json<BulkResult>(send('POST', '/agents/bulk', wish))).toMatchObject({ isPreview: false, changed: 1 });
  expect(await missed()).not.toContain('on_call');
});

test.each([
  [{ agents: [], act: { kind: 'claim' } }],
  [{ agents: ['a'], act: { kind: 'delete' } }],
  [{ agents: ['a'], act: { kind: 'add_tags', tags: [] } }],
  [{ agents: ['a'], act: { kind: 'claim', extra: 1 } }],
  [{ agents: ['a'], act: { kind: 'risk', risk: { data: 'none' } } }],
])('%j is no bulk change', async (body) => {
  expect((await send('POST', '/agents/bulk', body)).status).toBe(400);
});

test('the naming rule is set, told with whom it concerns, and taken away', async () => {
  const rule = { pattern: '[a-z-]+', reason: 'Small letters.' };
  const state = await json<NamingState>(send('PUT', '/fleet/naming', rule));
  expect(state).toEqual(await get<NamingState>('/fleet/naming'));
  expect(state.rule).toEqual(rule);
  expect(state.offenders.map((one) => one.slug)).toContain('agent-1');
  expect((await send('PUT', '/fleet/naming', { ...rule, pattern: '(' })).status).toBe(400);
  expect(await json<NamingState>(send('DELETE', '/fleet/naming'))).toEqual({ rule: null, offenders: [], more: 0 });
});

test('the map is of all or around one', async () => {
  expect((await get<DependencyMap>('/map')).readable).toBe(false);
  expect((await get<DependencyMap>('/agents/agent-1/map')).nodes.map((one) => one.slug)).toEqual(['agent-1']);
  expect((await edge.call(admin, 'GET', '/api/v1/agents/nobody/map')).status).toBe(404);
});

test('the calendar comes as a list, and as iCalendar to whoever subscribes with a key', async () => {
  const { items } = await get<Calendar>('/calendar');
  expect(items).toMatchObject([{ kind: 'deployment', release: { id: 'rel_1' }, state: 'deploy' }]);
  const key = await edge.key({ scopes: ['read'] });
  const answer = await edge.call(key, 'GET', '/api/v1/calendar.ics');
  expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
  const text = await answer.text();
  expect(text.startsWith('BEGIN:VCALENDAR\r\nVERSION:2.0\r\n')).toBe(true);
  expect(text).toContain(`UID:deployment-${items[0]!.id}@signalbox\r\n`);
  expect((await edge.call(null, 'GET', '/api/v1/calendar.ics')).status).toBe(401);
});

test('freezes come from a calendar that was exported from here, too', async () => {
  const ics = await (await edge.call(admin, 'GET', '/api/v1/calendar.ics')).text();
  const taken = await json<{ items: { outcome: string }[] }>(
    send('POST', '/freezes/import', { ics, environment: 'moon' }),
  );
  // A deployment is a moment, and nothing can be frozen for none.
  expect(taken.items.map((one) => one.outcome)).toEqual(['refused']);
  expect((await send('POST', '/freezes/import', { ics: 'hello' })).status).toBe(400);
  expect((await send('POST', '/freezes/import', { ics, timeZone: 'Mars/Olympus' })).status).toBe(400);
});

test('since when something is served stays, while a candidate comes and goes', async () => {
  const production = async (): Promise<Deployment> =>
    (await get<{ items: Deployment[] }>('/agents/agent-1/deployments')).items.find(
      (one) => one.environment === 'production',
    )!;
  const { since } = await production();
  const wish = { releaseId: 'rel_2', percent: 10, reason: 'try it' };
  await send('POST', '/agents/agent-1/deployments/production/deploy', wish);
  const tried = await production();
  expect([tried.candidate?.id, tried.since, tried.deployedAt === since]).toEqual(['rel_2', since, false]);
});
