import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../../spine/actor.ts';
import { Delivery } from '../contract-delivery.ts';
import { openDeploymentWorld } from '../deployments/world.fixture.ts';
import { rollBack } from '../verbs/roll-back.ts';
import { Deliveries } from './deliveries.ts';
import { deliver } from './deliver.ts';
import { evaluate } from './evaluate.ts';
import { deliveredFlags } from './flags.ts';
import { quickDelivery } from './quick.ts';

/** Conversations that hold on to the release they began with, on the history that the real verbs write. */
let world: Awaited<ReturnType<typeof openDeploymentWorld>>;
const nodes: Deliveries[] = [];
beforeAll(async () => void (world = await openDeploymentWorld()));
afterAll(() => world.close());
afterEach(async () => void (await Promise.all(nodes.splice(0).map((one) => one.close()))));

const actor: Actor = {
  ...{ kind: 'key', id: 'key_1', teamId: 'tea_1', agent: null, environment: null, scopes: ['deliver'] },
};
const who = { actor, workspaceId: 'wsp_1' };
const never = new AbortController().signal;
const onError = (error: unknown): never => {
  throw error;
};
/** A node that starts now, and knows what any other knows. */
async function node(): Promise<Deliveries> {
  const one = new Deliveries({ state: world.state, clock: world.clock, onError });
  nodes.push(one);
  await one.load('wsp_1');
  return one;
}
const minute = 60_000;
const now = (): string => new Date(world.clock.now()).toISOString();
/** Something is served from now on; a minute later it is the time that is returned. */
async function then(served: () => Promise<unknown>): Promise<string> {
  await served();
  world.clock.advance(minute);
  const at = now();
  world.clock.advance(minute);
  return at;
}
const back = (to?: string) => rollBack(world.ctx(), world.at(), { reason: 'because', ...(to !== undefined && { to }) });
const told = async (one: Deliveries, query: { since?: string; user?: string; conversation?: string } = {}) => {
  const { body } = await deliver(one, who, { agent: 'agent-1', ...query }, never);
  const { release, assignment } = Delivery.parse(JSON.parse(body!));
  return [release.id, assignment.pinned];
};

describe('a conversation', () => {
  test('keeps the release it began with, one that begins now gets the new one', async () => {
    const before = now();
    world.clock.advance(minute);
    const first = await then(() => world.deploy('rel_1'));
    const second = await then(() => world.deploy('rel_2'));
    const one = await node();
    expect(await told(one, { since: first })).toEqual(['rel_1', true]);
    expect(await told(one, { since: second })).toEqual(['rel_2', false]);
    expect(await told(one)).toEqual(['rel_2', false]);
    for (const since of [before, new Date(world.clock.now() + minute).toISOString()])
      expect(await told(one, { since }), since).toEqual(['rel_2', false]);
  });

  test('does not keep what was rolled back, nor anything for longer than a day', async () => {
    await world.deploy('rel_1');
    const second = await then(() => world.deploy('rel_2'));
    const third = await then(() => world.deploy('rel_3'));
    const fourth = await then(() => world.deploy('rel_4'));
    await back('rel_2');
    const one = await node();
    for (const since of [third, fourth]) expect(await told(one, { since })).toEqual(['rel_2', false]);
    await world.deploy('rel_5');
    const other = await node();
    for (const since of [third, fourth]) expect(await told(other, { since })).toEqual(['rel_5', false]);
    expect(await told(other, { since: second })).toEqual(['rel_2', true]);
    world.clock.advance(24 * 60 * minute);
    expect(await told(other, { since: second })).toEqual(['rel_5', false]);
  });

  test('is drawn as it was then, by share and salt of then', async () => {
    await world.deploy('rel_1');
    const at = await then(() => world.deploy('rel_2', 50));
    const one = await node();
    const users = Array.from({ length: 40 }, (_, n) => `u-${n}`);
    const drawn = await Promise.all(users.map((user) => told(one, { user })));
    expect(new Set(drawn.map(([id]) => id))).toEqual(new Set(['rel_1', 'rel_2']));
    await world.deploy('rel_3');
    const later = await node();
    for (const [n, user] of users.entries())
      expect(await told(later, { user, since: at })).toEqual([drawn[n]![0], true]);
    await world.deploy('rel_4', 50);
    await back();
    const last = await node();
    for (const [n, user] of users.entries())
      expect(await told(last, { user, since: at })).toEqual([drawn[n]![0], true]);
  });

  test('of a candidate that was rolled back goes on with the stable release', async () => {
    await world.deploy('rel_1');
    const at = await then(() => world.deploy('rel_5', 50));
    await back();
    const one = await node();
    for (let n = 0; n < 20; n++) expect(await told(one, { user: `u-${n}`, since: at })).toEqual(['rel_1', false]);
  });
});

test('flags know it by conversationStartedAt, the quick way by since; both tell their answers apart', async () => {
  const at = await then(() => world.deploy('rel_2'));
  await world.deploy('rel_3');
  const one = await node();
  const flags = deliveredFlags(one);
  const flag = (context: object) => flags.one(who, 'agent:agent-1', { targetingKey: 'u', ...context })!;
  expect(flag({ conversationStartedAt: at })).toMatchObject({
    value: { releaseId: 'rel_2' },
    metadata: { pinned: true },
  });
  for (const context of [{}, { conversationStartedAt: 'yesterday' }, { conversationStartedAt: 7 }])
    expect(flag(context)).toMatchObject({ value: { releaseId: 'rel_3' }, metadata: { pinned: false } });
  expect(flag({}).etag).not.toBe(flag({ conversationStartedAt: at }).etag);
  const quick = (since: string) =>
    quickDelivery(one, who, { url: `/api/v1/delivery/agent-1?since=${since}`, etag: null });
  expect(JSON.parse(quick(at)!.body!)).toMatchObject({ release: { id: 'rel_2' }, assignment: { pinned: true } });
  for (const since of ['yesterday', '2027-02-31T00:00:00Z', '2027-01-15', '']) expect(quick(since), since).toBeNull();
});

test('a history that is longer than what is kept, and one of many places, are read alike by every node', async () => {
  const at = await then(() => world.deploy('rel_1'));
  for (let n = 0; n < 52; n++) await world.deploy(n % 2 === 0 ? 'rel_2' : 'rel_3');
  const staging = await then(() => world.deploy('rel_4', 100, 'staging'));
  await world.deploy('rel_5', 100, 'staging');
  const [one, other] = [await node(), await node()];
  for (const each of [one, other]) {
    expect(each.peek('wsp_1')!.all.map((served) => served.history.length)).toEqual([50, 2]);
    expect(await told(each, { since: at })).toEqual(['rel_3', false]);
    const { body } = await deliver(each, who, { agent: 'agent-1', environment: 'staging', since: staging }, never);
    expect(JSON.parse(body!)).toMatchObject({ release: { id: 'rel_4' } });
  }
  const served = one.peek('wsp_1')!.all[0]!;
  const same = other.peek('wsp_1')!.all[0]!;
  fc.assert(
    fc.property(fc.integer({ min: -2 * 86_400_000, max: 3_600_000 }), fc.string(), (ago, user) => {
      const [asked, at] = [{ user, since: new Date(world.clock.now() + ago).toISOString() }, world.clock.now()];
      expect(evaluate(served, asked, at)).toEqual(evaluate(same, asked, at));
    }),
  );
});
