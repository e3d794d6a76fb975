import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor } from '../../../spine/actor.ts';
import { systemClock } from '../../../spine/clock.ts';
import type { Transactor } from '../../../spine/tx.ts';
import { Heartbeat } from '../contract-instances.ts';
import type { Who } from '../delivery/deliver.ts';
import { Deliveries } from '../delivery/deliveries.ts';
import { openDeploymentWorld } from '../deployments/world.fixture.ts';
import { listInstances } from '../views/list-instances.ts';
import { Heartbeats } from './heartbeats.ts';
import { forgetInstances } from './write.ts';

let world: Awaited<ReturnType<typeof openDeploymentWorld>>;
let deliveries: Deliveries;
let heartbeats: Heartbeats;
let errors: unknown[];
let away = false;
const key: Actor = {
  ...{ kind: 'key', id: 'key_1', teamId: 'tea_1', agent: null, environment: null, scopes: ['deliver'] },
};
const who: Who = { actor: key, workspaceId: 'wsp_1' };
const said = (changes: Partial<Heartbeat> = {}): Heartbeat => ({
  ...{ release: null, seq: 0, sdk: 'test/1', startedAt: '2026-11-22T10:00:00Z', state: 'alive' },
  ...changes,
});
const tell = (instance: string, changes: Partial<Heartbeat> = {}, agent = 'agent-1', as = who) =>
  heartbeats.take(as, { agent, instance }, said(changes));
async function all(environment?: string) {
  await heartbeats.flush();
  return (await listInstances(world.ctx(), { id: 'agent-1', environment, limit: 200, after: null })).items;
}

beforeAll(async () => {
  world = await openDeploymentWorld();
  await world.deploy('rel_1');
});
afterAll(() => world.close());
beforeEach(async () => {
  [errors, away] = [[], false];
  await sql`truncate ops_agent_instances`.execute(world.state.db);
  deliveries = new Deliveries({ state: world.state, clock: systemClock, onError: (error) => errors.push(error) });
  const state: Transactor = {
    ...world.state,
    get db() {
      if (away) throw new Error('cut off');
      return world.state.db;
    },
  };
  heartbeats = new Heartbeats({ state, clock: systemClock, deliveries, onError: (error) => errors.push(error) });
});
afterEach(async () => {
  away = false;
  await heartbeats.close();
  await deliveries.close();
});

test('an instance gets a lease and hears what its environment serves; it stands in the list', async () => {
  const answer = await tell('pod-1', { release: '1'.repeat(64), seq: 1, state: 'started' });
  expect(answer).toMatchObject({
    ...{ lease: { seconds: 30 }, authority: 'full' },
    release: { id: 'rel_1', version: '1.1.0', digest: '1'.repeat(64) },
  });
  expect(answer.seq).toBe((await world.events()).length);
  expect(new Date(answer.lease.until).getTime() - Date.now()).toBeGreaterThan(28_000);
  expect(await all()).toMatchObject([
    { instance: 'pod-1', environment: 'production', state: 'alive', current: true, seq: 1, sdk: 'test/1' },
  ]);
});

test('where nothing is deployed it is known all the same, by any name of the agent; what is no agent, or another team’s, is not found', async () => {
  expect(await tell('pod-2', { environment: 'staging' })).toMatchObject({ release: null });
  expect(await tell('pod-3', { environment: 'staging' }, 'Agent 1')).toMatchObject({ release: null });
  expect((await all('staging')).map(({ instance, current }) => [instance, current])).toEqual([
    ['pod-2', false],
    ['pod-3', false],
  ]);
  for (const agent of ['nobody', 'agent-2', 'Agent 2'])
    await expect(tell('pod-4', {}, agent)).rejects.toMatchObject({ code: 'lifecycle.not_found' });
  const bound = { ...who, actor: { ...key, id: 'key_2', environment: 'staging' } as Actor };
  await expect(tell('pod-5', { environment: 'production' }, 'agent-1', bound)).rejects.toMatchObject({
    code: 'lifecycle.not_found',
  });
  expect(await tell('pod-5', {}, 'agent-1', bound)).toMatchObject({ release: null });
});

test('what it saw of the ledger never goes back, unless it is another process', async () => {
  await tell('pod-1', { seq: 9 });
  expect(await all()).toMatchObject([{ seq: 9 }]);
  await tell('pod-1', { seq: 4, release: 'x' });
  expect(await all()).toMatchObject([{ seq: 9, release: 'x' }]);
  await tell('pod-1', { seq: 2, startedAt: '2026-11-22T11:00:00Z' });
  expect(await all()).toMatchObject([{ seq: 2 }]);
});

test('a thousand that tell twice in a second are a thousand rows, written once', async () => {
  await deliveries.load('wsp_1');
  await Promise.all(Array.from({ length: 1_000 }, (_, n) => tell(`pod-${n}`)));
  await Promise.all(Array.from({ length: 1_000 }, (_, n) => tell(`pod-${n}`, { seq: 3 })));
  await heartbeats.flush();
  const { rows } = await sql<{ n: string; low: string }>`
    select count(*) as n, min(seq) as low from ops_agent_instances`.execute(world.state.db);
  expect([Number(rows[0]!.n), Number(rows[0]!.low)]).toEqual([1_000, 3]);
});

test('while the control state is away answers go on, and are written when it is back', async () => {
  await tell('pod-1');
  away = true;
  await heartbeats.flush();
  expect(errors).toHaveLength(1);
  await tell('pod-2');
  await tell('pod-1', { seq: 5 });
  away = false;
  expect((await all()).map(({ instance, seq }) => [instance, seq])).toEqual([
    ['pod-1', 5],
    ['pod-2', 0],
  ]);
});

test.each([
  ...['0000-01-01T00:00:00Z', '0001-01-01T00:00:00+23:59', '1970-01-01T00:00:00Z', '2026-01-01T00:00:00+16:00'],
  ...['2026-01-01T00:00:00-23:59', '9999-12-31T23:59:59-23:59', `2026-01-01T00:00:00.${'1'.repeat(200)}Z`],
])('begun at %s it keeps no other from being written', async (startedAt) => {
  const { success } = Heartbeat.safeParse(said({ startedAt }));
  if (success) await tell('pod-1', { startedAt });
  await tell('pod-2');
  expect((await all()).map(({ instance }) => instance)).toEqual(success ? ['pod-1', 'pod-2'] : ['pod-2']);
  expect(errors).toEqual([]);
});

test('what a process said before it stopped may arrive after that; one that begins anew runs', async () => {
  await tell('pod-1', { state: 'stopping' });
  await heartbeats.flush();
  await tell('pod-1', { state: 'alive' });
  await heartbeats.flush();
  expect((await all()).map(({ state }) => state)).toEqual(['stopped']);
  await tell('pod-1', { state: 'started', startedAt: '2026-11-22T11:00:00Z' });
  await heartbeats.flush();
  expect((await all()).map(({ state }) => state)).toEqual(['alive']);
});

test('one that stops says so; one that falls silent is lost, and forgotten after a day', async () => {
  await tell('pod-1', { state: 'stopping' });
  await tell('pod-2');
  await heartbeats.flush();
  const end = (ago: string) =>
    sql`update ops_agent_instances set lease_until = clock_timestamp() - ${ago}::interval where instance = 'pod-2'`.execute(
      world.state.db,
    );
  await end('1 second');
  expect((await all()).map(({ instance, state }) => [instance, state])).toEqual([
    ['pod-1', 'stopped'],
    ['pod-2', 'lost'],
  ]);
  await forgetInstances(world.state.db);
  expect(await all()).toHaveLength(2);
  await end('25 hours');
  await forgetInstances(world.state.db);
  expect((await all()).map(({ instance }) => instance)).toEqual(['pod-1']);
});

test('pages follow each other, and who sees one environment sees its instances alone', async () => {
  for (const environment of ['production', 'staging'])
    for (const n of [1, 2, 3]) await tell(`pod-${n}`, { environment });
  await heartbeats.flush();
  const seen: string[] = [];
  let after: readonly [string, string] | null = null;
  do {
    const page = await listInstances(world.ctx(), { id: 'agent-1', limit: 2, after });
    seen.push(...page.items.map(({ environment, instance }) => `${environment} ${instance}`));
    after = page.next;
  } while (after !== null);
  expect(seen).toEqual(['production', 'staging'].flatMap((place) => [1, 2, 3].map((n) => `${place} pod-${n}`)));
  const viewer = world.person('per_1', 'viewer', { teamId: 'tea_1', environment: 'staging' });
  const { items } = await listInstances(viewer, { id: 'agent-1', limit: 200, after: null });
  expect(new Set(items.map(({ environment }) => environment))).toEqual(new Set(['staging']));
  const stranger = world.person('per_2', 'viewer', { teamId: 'tea_2' });
  await expect(listInstances(stranger, { id: 'agent-1', limit: 1, after: null })).rejects.toMatchObject({
    code: 'lifecycle.not_found',
  });
});
