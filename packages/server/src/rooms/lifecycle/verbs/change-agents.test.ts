import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BulkAct, BulkResult } from '../contract-fleet.ts';
import { readProfile } from '../registry/describing.ts';
import { codeOf, openRegistryWorld, type RegistryWorld, wish } from '../registry/world.fixture.ts';
import { testSeal } from '../routes.fixture.ts';
import { lifecycleDb } from '../tables.ts';
import { beginFreeze } from './begin-freeze.ts';
import { changeAgents } from './change-agents.ts';
import { createRelease } from './create-release.ts';
import { deployRelease } from './deploy-release.ts';
import { setNamingRule } from './set-naming-rule.ts';

let world: RegistryWorld;
beforeAll(async () => void (world = await openRegistryWorld()));
afterAll(() => world.close());

type How = { by?: Parameters<typeof changeAgents>[0]; isPreview?: boolean };
const bulk = (agents: string[], act: BulkAct, { by = world.person('operator'), isPreview = false }: How = {}) =>
  changeAgents(by, { agents, act, isPreview });
const told = ({ items }: BulkResult) =>
  items.map((one) => [one.outcome, ...one.changes, ...(one.error ? [one.error.code] : [])]);
const profile = async (id: string) => (await readProfile(world.state.db, id)).profile;
const owner = async (id: string) =>
  (await world.state.db.selectFrom('agents').select('owner_id').where('id', '=', id).executeTakeFirstOrThrow())
    .owner_id;

describe('each by itself', () => {
  test('claimed: those that nobody answers for; the others say who does', async () => {
    const [free, mine, taken] = [await world.agent(), await world.agent(), await world.agent()];
    await bulk([mine], { kind: 'claim' });
    await bulk([taken], { kind: 'owner', person: 'bo@example.com' });
    const done = await bulk([free, mine, taken, 'agt_none'], { kind: 'claim' });
    expect(told(done)).toEqual([
      ['changed', 'Owner: nobody → Ada'],
      ['unchanged'],
      ['refused', 'lifecycle.claimed_already'],
      ['refused', 'lifecycle.not_found'],
    ]);
    expect(done).toMatchObject({ changed: 1, unchanged: 1, refused: 2, isPreview: false });
    expect([await owner(free), await owner(taken)]).toEqual(['per_1', 'per_2']);
    expect((await world.events(free)).map((one) => [one.type, one.actor])).toEqual([['agent.owner_named', 'per_1']]);
  });

  test('tagged and untagged, described, judged: what is not named stays', async () => {
    const id = await world.agent();
    await bulk([id], { kind: 'describe', purpose: 'Bills', onCall: '#billing' });
    await bulk([id], { kind: 'add_tags', tags: ['money', 'eu'] });
    expect(told(await bulk([id], { kind: 'add_tags', tags: ['eu'] }))).toEqual([['unchanged']]);
    await bulk([id], { kind: 'risk', risk: { spend: 'high' } });
    await bulk([id], { kind: 'risk', risk: { data: 'low' } });
    await bulk([id], { kind: 'remove_tags', tags: ['eu', 'us'] });
    expect(await profile(id)).toEqual({
      ...{ purpose: 'Bills', onCall: '#billing', tags: ['money'], risk: { spend: 'high', data: 'low' } },
    });
    const [last] = (await bulk([id], { kind: 'remove_tags', tags: ['money'] })).items;
    expect(last!.changes).toEqual(['Tags: money → unknown']);
    expect((await world.events(id)).every((one) => one.type === 'agent.described')).toBe(true);
  });

  test('owned by another, or by nobody', async () => {
    const id = await world.agent();
    expect(told(await bulk([id], { kind: 'owner', person: 'per_2' }))).toEqual([['changed', 'Owner: nobody → Bo']]);
    expect(told(await bulk([id], { kind: 'owner', person: null }))).toEqual([['changed', 'Owner: Bo → nobody']]);
    expect(await codeOf(bulk([id], { kind: 'owner', person: 'nobody@example.com' }))).toBe('lifecycle.not_found');
  });

  test('never more tags than a profile holds', async () => {
    const id = await world.agent();
    const many = (letter: string) => Array.from({ length: 150 }, (_, n) => `${letter}${n}`);
    await bulk([id], { kind: 'add_tags', tags: many('a') });
    expect(told(await bulk([id], { kind: 'add_tags', tags: many('b') }))).toEqual([['refused', 'request.invalid']]);
    expect((await profile(id)).tags).toHaveLength(150);
  });
});

test('a preview says the same and changes nothing, not even the ledger', async () => {
  const [one, other] = [await world.agent(), await world.agent()];
  const seq = async () => (await world.state.db.selectFrom('ledger_heads').select('seq').executeTakeFirst())?.seq;
  await bulk([other], { kind: 'claim' });
  const before = await seq();
  const preview = await bulk([one, other], { kind: 'claim' }, { isPreview: true });
  expect(told(preview)).toEqual([['changed', 'Owner: nobody → Ada'], ['unchanged']]);
  expect([await seq(), await owner(one)]).toEqual([before, null]);
  const { isPreview, ...act } = await bulk([one, other], { kind: 'claim' });
  expect({ ...act, isPreview: true }).toEqual(preview);
  expect(isPreview).toBe(false);
});

describe('promoted', () => {
  const act: BulkAct = { kind: 'promote', from: 'staging', to: 'production', reason: 'because' };
  const manager = () => world.person('release_manager');
  const servedBy = async (id: string) =>
    lifecycleDb(world.state.db)
      .selectFrom('deployments')
      .select('environment')
      .where('agent_id', '=', id)
      .orderBy('environment')
      .execute();
  const staged = async () => {
    const id = await world.agent();
    const { release } = await createRelease(world.ctx(), testSeal, { id, wish: wish({ notes: id }), isPreview: false });
    const at = { agent: id, environment: 'staging' };
    await deployRelease(world.ctx(), at, { releaseId: release!.id, percent: 100, reason: 'because' });
    return id;
  };

  test('where something is served and nothing stands in the way; again it is unchanged', async () => {
    const [one, frozen, empty] = [await staged(), await staged(), await world.agent()];
    const from = new Date(world.clock.now()).toISOString();
    const freeze = { from, until: '2099-01-01T00:00:00Z', timeZone: 'UTC', reason: 'Sale.', agentId: frozen };
    await beginFreeze(world.ctx(), freeze);
    const wanted = [
      ['changed', 'production serves what staging serves'],
      ['refused', 'lifecycle.frozen'],
      ['refused', 'lifecycle.nothing_served'],
    ];
    expect(told(await bulk([one, frozen, empty], act, { by: manager(), isPreview: true }))).toEqual(wanted);
    expect(await servedBy(one)).toHaveLength(1);
    expect(told(await bulk([one, frozen, empty], act, { by: manager() }))).toEqual(wanted);
    expect((await servedBy(one)).map((row) => row.environment)).toEqual(['production', 'staging']);
    expect((await world.events(one)).at(-1)!.type).toBe('deployment.promoted');
    expect(told(await bulk([one], act, { by: manager() }))).toEqual([['unchanged']]);
  });

  test('by nobody who may not deploy', async () => {
    expect(await codeOf(bulk([await staged()], act))).toBe('access.denied');
  });
});

describe('who may', () => {
  test('a viewer, and the operator of another team where nothing else is asked for, may not', async () => {
    const id = await world.agent();
    const act: BulkAct = { kind: 'add_tags', tags: ['x'] };
    expect(await codeOf(bulk([id], act, { by: world.person('viewer') }))).toBe('access.denied');
    expect(await codeOf(bulk([id], act, { by: world.person('operator', 'tea_2') }))).toBe('lifecycle.not_found');
    const theirs = await world.agent('tea_2');
    expect(told(await bulk([id, theirs], act))).toEqual([
      ['changed', 'Tags: unknown → x'],
      ['refused', 'lifecycle.not_found'],
    ]);
    expect(await profile(theirs)).toEqual({});
  });

  test('an agent that is called otherwise than agreed is not claimed in bulk either', async () => {
    const [good, bad] = [await world.agent('tea_1', 'good-name'), await world.agent('tea_1', 'Bad Name')];
    await setNamingRule(world.ctx(), { pattern: '[a-z]+(-[a-z]+)*', reason: 'Small letters.' });
    const done = await bulk([good, bad], { kind: 'claim' }).finally(() => setNamingRule(world.ctx(), null));
    expect(told(done)).toEqual([
      ['changed', 'Owner: nobody → Ada'],
      ['refused', 'lifecycle.name_refused'],
    ]);
  });
});
