import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../../spine/actor.ts';
import { systemClock } from '../../../spine/clock.ts';
import { openDeploymentWorld } from '../deployments/world.fixture.ts';
import { Deliveries } from './deliveries.ts';
import type { Who } from './deliver.ts';
import { deliveredFlags, type FlagContext } from './flags.ts';

let world: Awaited<ReturnType<typeof openDeploymentWorld>>;
let deliveries: Deliveries;
const errors: unknown[] = [];
beforeAll(async () => {
  world = await openDeploymentWorld();
  await world.deploy('rel_1');
  await world.deploy('rel_2', 50);
  await world.deploy('rel_3', 100, 'staging/eu west');
  deliveries = new Deliveries({ state: world.state, clock: systemClock, onError: (error) => errors.push(error) });
  await deliveries.load('wsp_1');
});
afterAll(async () => {
  await deliveries.close();
  await world.close();
  expect(errors).toEqual([]);
});

const key = (more: Partial<Extract<Actor, { kind: 'key' }>> = {}): Who => ({
  workspaceId: 'wsp_1',
  actor: {
    ...{ kind: 'key', id: 'key_1', teamId: 'tea_1', agent: null, environment: null, scopes: ['deliver'] },
    ...more,
  },
});
const flag = (context: FlagContext = {}, who = key(), name = 'agent:agent-1') =>
  deliveredFlags(deliveries).one(who, name, context);
const variants = (contexts: FlagContext[]) => contexts.map((context) => flag(context)!.variant);
const users = Array.from({ length: 40 }, (_, n) => `u-${n}`);

describe('who is drawn', () => {
  test('the targeting key is the user, where none is named', () => {
    const byKey = variants(users.map((targetingKey) => ({ targetingKey })));
    expect(new Set(byKey)).toEqual(new Set(['stable', 'candidate']));
    expect(variants(users.map((user) => ({ user })))).toEqual(byKey);
    expect(variants(users.map((user) => ({ user, targetingKey: 'another' })))).toEqual(byKey);
  });

  test('a conversation or a tenant is another draw, and the user goes before them', () => {
    const byUser = variants(users.map((user) => ({ user })));
    expect(variants(users.map((conversation) => ({ conversation })))).not.toEqual(byUser);
    expect(variants(users.map((user) => ({ user, conversation: 'c', tenant: 't' })))).toEqual(byUser);
    expect(flag({ tenant: 't-1' })!.reason).toBe('SPLIT');
  });

  test('of what is no text nothing is drawn: the stable release', () => {
    for (const context of [{}, { targetingKey: '' }, { user: 7 }, { user: null }, { user: ['u'] }, { tenant: {} }])
      expect(flag(context), JSON.stringify(context)).toMatchObject({ reason: 'STATIC', variant: 'stable' });
  });

  test('each of both has the release of its variant, and its own ETag', () => {
    const [one, other] = ['stable', 'candidate'].map((variant) =>
      users.map((user) => flag({ user })!).find((drawn) => drawn.variant === variant),
    );
    expect(one!.value).toMatchObject({ releaseId: 'rel_1', version: '1.1.0', settings: { n: 1 } });
    expect(other!.value).toMatchObject({ releaseId: 'rel_2', version: '1.2.0', settings: { n: 2 } });
    expect(one!.etag).not.toBe(other!.etag);
  });
});

describe('which flag it is', () => {
  test('the environment is that of the context, else of the key, else production', () => {
    const place = 'staging/eu west';
    const value = { releaseId: 'rel_3', url: '/api/v1/delivery/agent-1?environment=staging%2Feu%20west' };
    expect(flag({ environment: place })).toMatchObject({ value, metadata: { environment: place, deployment: 1 } });
    expect(flag({}, key({ environment: place }))!.value).toMatchObject(value);
    expect(flag()!.metadata).toMatchObject({ environment: 'production', deployment: 2, agentId: 'agt_1' });
    expect(flag({ environment: 5 })!.metadata).toMatchObject({ environment: 'production' });
    expect(flag({ environment: 'qa' })).toBeNull();
  });

  test('it is called as it was asked for, by each name of the agent', () => {
    for (const name of ['agent:agent-1', 'agent:agt_1', 'agent:Agent 1'])
      expect(flag({}, key(), name)).toMatchObject({ key: name, value: { releaseId: 'rel_1' } });
    for (const name of ['agent-1', 'agent:', 'Agent:agent-1', 'agent:agent-2', 'agent:nobody'])
      expect(flag({}, key(), name), name).toBeNull();
  });

  test('models and tools stand in it where the release names them', () => {
    expect(Object.keys(flag()!.value as object).toSorted()).toEqual(
      ['digest', 'releaseId', 'settings', 'url', 'version'].toSorted(),
    );
  });

  test('there is none for another team, another agent, or a key that is not for delivery', () => {
    const others = [key({ teamId: 'tea_2' }), key({ agent: 'Agent 2' }), key({ scopes: ['read', 'write'] })];
    for (const who of others) {
      expect(flag({}, who)).toBeNull();
      expect(deliveredFlags(deliveries).all(who, {})).toEqual([]);
    }
  });

  test('all of them are those one would get one by one', () => {
    const context = { targetingKey: 'u-1' };
    const all = deliveredFlags(deliveries).all(key(), context);
    expect(all).toEqual([flag(context)]);
    expect(deliveredFlags(deliveries).all(key(), { ...context, environment: 'staging/eu west' })).toMatchObject([
      { key: 'agent:agent-1', reason: 'STATIC', value: { releaseId: 'rel_3' } },
    ]);
  });
});

test('before anything was read, what cannot be read is an error and not an empty list', async () => {
  const gone = { ...world.state, transact: () => Promise.reject(new Error('cut off')) };
  const told: unknown[] = [];
  const own = new Deliveries({ state: gone, clock: systemClock, onError: (error) => told.push(error) });
  try {
    await expect(deliveredFlags(own).load(key())).rejects.toMatchObject({ code: 'state.unavailable' });
    expect(told).toEqual([expect.objectContaining({ message: 'cut off' })]);
  } finally {
    await own.close();
  }
});
