import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '../../../spine/actor.ts';
import { deployDue } from '../reactions/deploy-due.ts';
import { beginFreeze } from '../verbs/begin-freeze.ts';
import { cancelSchedule } from '../verbs/cancel-schedule.ts';
import { deployRelease } from '../verbs/deploy-release.ts';
import { liftFreeze } from '../verbs/lift-freeze.ts';
import { overrideFreeze } from '../verbs/override-freeze.ts';
import { promoteRelease } from '../verbs/promote-release.ts';
import { rollBack } from '../verbs/roll-back.ts';
import { scheduleDeployment } from '../verbs/schedule-deployment.ts';
import { setEnvironmentRule } from '../verbs/set-environment-rule.ts';
import { signOffRelease } from '../verbs/sign-off-release.ts';
import { listDeployments } from '../views/list-deployments.ts';
import { openDeploymentWorld } from './world.fixture.ts';

let world: Awaited<ReturnType<typeof openDeploymentWorld>>;
beforeAll(async () => {
  world = await openDeploymentWorld();
  await sql`insert into workspaces (id, name, created_at, content_key) values ('wsp_2', 'w', now(), '')`.execute(
    world.state.db,
  );
  await sql`insert into teams values ('tea_9', 'wsp_2', 'Team', 'team-9', now())`.execute(world.state.db);
});
afterAll(() => world.close());
beforeEach(async () => {
  for (const table of [
    ...['deployments', 'deployment_history', 'freeze_overrides', 'freeze_windows', 'environment_rules', 'sign_offs'],
    'deployment_schedules',
  ])
    await sql`delete from ${sql.table(table)}`.execute(world.state.db);
});

const reason = 'because';
const code = (code: string) => expect.objectContaining({ code });
const count = async (): Promise<number> => (await world.events()).length;
const inAMinute = (): string => new Date(world.clock.now() + 60_000).toISOString();
const plan = (more: object = {}) =>
  scheduleDeployment(world.ctx(), world.at(), {
    ...{ releaseId: 'rel_1', percent: 100, reason, dueAt: inAMinute(), ...more },
  });
const freeze = (scope: object = {}, ctx = world.ctx()) =>
  beginFreeze(ctx, {
    ...{ from: new Date(world.clock.now()).toISOString(), until: '2099-01-01T00:00:00Z', timeZone: 'UTC', reason },
    ...scope,
  });
const key = (scopes: Extract<Actor, { kind: 'key' }>['scopes']) =>
  world.ctx({ kind: 'key', id: 'key_1', teamId: 'tea_1', agent: null, environment: null, scopes });

describe('planned deployments', () => {
  test('are cancelled once: the other of two at once is told what became of it', async () => {
    const { id } = await plan();
    const before = await count();
    const both = await Promise.allSettled([1, 2].map(() => cancelSchedule(world.ctx(), { id })));
    expect(both.map((one) => one.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const refused = both.find((one) => one.status === 'rejected')!.reason as Error;
    expect(refused).toEqual(code('lifecycle.schedule_over'));
    expect(refused.message).toBe('This deployment is cancelled already.');
    expect(await count()).toBe(before + 1);
  });

  test('that are cancelled, made or refused are over', async () => {
    await world.deploy('rel_2');
    const [cancelled, refused, made] = [await plan(), await plan({ releaseId: 'rel_2' }), await plan()];
    await cancelSchedule(world.ctx(), { id: cancelled.id });
    world.clock.advance(60_000);
    await deployDue(world.state, world.clock);
    for (const [{ id }, state] of [
      [cancelled, 'cancelled'],
      [refused, 'refused'],
      [made, 'done'],
    ] as const)
      await expect(cancelSchedule(world.ctx(), { id })).rejects.toThrow(`This deployment is ${state} already.`);
  });

  test('are of a release of that agent', async () => {
    const before = await count();
    await expect(plan({ releaseId: 'rel_9' })).rejects.toThrow(code('lifecycle.not_found'));
    await expect(plan({ releaseId: 'rel_none' })).rejects.toThrow(code('lifecycle.not_found'));
    expect(await count()).toBe(before);
    expect((await listDeployments(world.ctx(), 'agent-1')).scheduled).toEqual([]);
  });

  test('of one moment are made one after the other; what a clock leaps over is made good', async () => {
    await plan({ releaseId: 'rel_1' });
    await plan({ releaseId: 'rel_2', dueAt: new Date(world.clock.now() + 120_000).toISOString() });
    world.clock.advance(86_400_000);
    expect(await deployDue(world.state, world.clock)).toBe(2);
    const { items } = await listDeployments(world.ctx(), 'agent-1');
    expect(items).toMatchObject([{ version: 2, release: { id: 'rel_2' }, past: [{ id: 'rel_1' }] }]);
  });

  test('two jobs at once make each of them once', async () => {
    await plan();
    world.clock.advance(60_000);
    const before = await count();
    await Promise.all([deployDue(world.state, world.clock), deployDue(world.state, world.clock)]);
    expect((await world.events()).slice(before).map((one) => one.type)).toEqual(['deployment.made']);
    expect((await listDeployments(world.ctx(), 'agent-1')).scheduled).toMatchObject([{ state: 'done', refusal: null }]);
  });

  test('look at freezes and sign-offs when they are due, not when they are planned', async () => {
    const { id } = await freeze();
    await plan();
    await liftFreeze(world.ctx(), { id });
    world.clock.advance(60_000);
    await deployDue(world.state, world.clock);
    await setEnvironmentRule(world.ctx(), 'production', { people: 1, role: null, notAuthor: false });
    await plan({ releaseId: 'rel_2' });
    await freeze({ environment: 'staging' });
    world.clock.advance(60_000);
    await deployDue(world.state, world.clock);
    const { scheduled } = await listDeployments(world.ctx(), 'agent-1');
    expect(scheduled.map((one) => [one.state, one.refusal]).toSorted()).toEqual([
      ['done', null],
      ['refused', 'lifecycle.sign_off_missing'],
    ]);
  });
});

describe('freezes', () => {
  test('of a team, an agent or a freeze that is not there are told so', async () => {
    const before = await count();
    await expect(freeze({ teamId: 'tea_none' })).rejects.toThrow(code('lifecycle.not_found'));
    await expect(freeze({ teamId: 'tea_9' })).rejects.toThrow(code('lifecycle.not_found'));
    await expect(freeze({ agentId: 'agt_none' })).rejects.toThrow(code('lifecycle.not_found'));
    await expect(liftFreeze(world.ctx(), { id: 'frz_none' })).rejects.toThrow(code('lifecycle.not_found'));
    const place = { agentId: 'agt_1', environment: 'production', reason };
    const person = world.person('per_1', 'operator');
    await expect(overrideFreeze(person, { id: 'frz_none', ...place })).rejects.toThrow(code('lifecycle.not_found'));
    expect(await count()).toBe(before);
  });

  test('of an agent are of its team, whether by id or by slug', async () => {
    expect(await freeze({ agentId: 'agent-2' })).toMatchObject({ agentId: 'agt_2', teamId: 'tea_2' });
    expect(await freeze({ agentId: 'agt_2' })).toMatchObject({ agentId: 'agt_2', teamId: 'tea_2' });
    expect(await world.deploy('rel_1')).toMatchObject({ version: 1 });
  });

  test('are not overridden for a place they do not concern', async () => {
    const { id } = await freeze({ environment: 'staging' });
    const person = world.person('per_1', 'operator');
    const wish = (environment: string, agentId = 'agt_1') => ({ id, agentId, environment, reason });
    await expect(overrideFreeze(person, wish('production'))).rejects.toThrow(code('lifecycle.not_found'));
    expect((await overrideFreeze(person, wish('staging'))).overrides).toHaveLength(1);
    const elsewhere = world.person('per_2', 'operator', { teamId: 'tea_2' });
    await expect(overrideFreeze(elsewhere, wish('staging'))).rejects.toThrow(code('lifecycle.not_found'));
    const mine = world.person('per_3', 'operator', { environment: 'production' });
    await expect(overrideFreeze(mine, wish('staging'))).rejects.toThrow(code('access.denied'));
  });

  test('end by themselves, to the millisecond', async () => {
    const until = world.clock.now() + 1_000;
    await freeze({ until: new Date(until).toISOString() });
    world.clock.advance(999);
    await expect(world.deploy('rel_1')).rejects.toThrow(code('lifecycle.frozen'));
    world.clock.advance(1);
    expect(await world.deploy('rel_1')).toMatchObject({ version: 1 });
  });

  test('hold a promotion and a larger share too, but not the way back from a candidate', async () => {
    await world.deploy('rel_1');
    await world.deploy('rel_2', 5);
    await freeze();
    await expect(world.deploy('rel_2', 50)).rejects.toThrow(code('lifecycle.frozen'));
    await expect(world.deploy('rel_2')).rejects.toThrow(code('lifecycle.frozen'));
    expect(await rollBack(world.ctx(), world.at(), { reason })).toMatchObject({ candidate: null, version: 3 });
  });

  test('are made by who may where they hold, and the owner lifts them', async () => {
    const manager = world.person('per_1', 'release_manager', { teamId: 'tea_1' });
    const { id } = await freeze({ teamId: 'tea_1' }, manager);
    await expect(liftFreeze(world.person('per_2', 'viewer'), { id })).rejects.toThrow(code('access.denied'));
    const before = await count();
    expect(await liftFreeze(manager, { id })).toMatchObject({ liftedAt: expect.any(String) });
    const again = await liftFreeze(manager, { id });
    world.clock.advance(1_000);
    expect(await liftFreeze(manager, { id })).toEqual(again);
    expect(await count()).toBe(before + 1);
  });

  test('one of another team is not told of to who may not lift it, nor is that it was lifted', async () => {
    const { id } = await freeze({ teamId: 'tea_2' });
    const manager = world.person('per_1', 'release_manager', { teamId: 'tea_1' });
    const nothing = await liftFreeze(manager, { id: 'frz_none' }).catch(String);
    for (const lifted of [false, true]) {
      if (lifted) await liftFreeze(world.ctx(), { id });
      expect(await liftFreeze(manager, { id }).catch(String)).toBe(nothing);
    }
    const everywhere = await freeze();
    await expect(liftFreeze(manager, everywhere)).rejects.toThrow(code('access.denied'));
  });

  test('two lifts at once leave one event', async () => {
    const { id } = await freeze();
    const before = await count();
    await Promise.all([liftFreeze(world.ctx(), { id }), liftFreeze(world.ctx(), { id })]);
    expect(await count()).toBe(before + 1);
  });
});

describe('rules and sign-offs', () => {
  const rule = { people: 1, role: null, notAuthor: false };
  const signing = { releaseId: 'rel_1', agent: 'agent-1', environment: 'production' };

  test('two who sign off at once both count', async () => {
    await setEnvironmentRule(world.ctx(), 'production', { ...rule, people: 2 });
    await Promise.all(
      ['per_1', 'per_2'].map((id) => signOffRelease(world.person(id, 'release_manager'), signing, { note: '' })),
    );
    expect(await world.deploy('rel_1')).toMatchObject({ version: 1 });
  });

  test('are of an environment: a rule elsewhere asks nothing here', async () => {
    await setEnvironmentRule(world.ctx(), 'staging', rule);
    expect(await world.deploy('rel_1')).toMatchObject({ version: 1 });
    await expect(world.deploy('rel_1', 100, 'staging')).rejects.toThrow(code('lifecycle.sign_off_missing'));
    const staging = promoteRelease(world.ctx(), world.at('staging'), { from: 'production', reason });
    await expect(staging).rejects.toThrow(code('lifecycle.sign_off_missing'));
  });

  test('a rule that is made stricter holds for what is already signed off', async () => {
    await setEnvironmentRule(world.ctx(), 'production', rule);
    await signOffRelease(world.person('per_1', 'release_manager'), signing, { note: '' });
    await setEnvironmentRule(world.ctx(), 'production', { ...rule, people: 2 });
    await expect(world.deploy('rel_1')).rejects.toThrow(code('lifecycle.sign_off_missing'));
    await setEnvironmentRule(world.ctx(), 'production', { ...rule, people: 0 });
    expect(await world.deploy('rel_1')).toMatchObject({ version: 1 });
  });

  test('another agent’s release is not signed off here', async () => {
    const wrong = signOffRelease(
      world.person('per_1', 'release_manager'),
      { ...signing, releaseId: 'rel_9' },
      { note: '' },
    );
    await expect(wrong).rejects.toThrow(code('lifecycle.not_found'));
  });

  test('rules are set by who may change environments', async () => {
    for (const role of ['viewer', 'operator', 'prompt_engineer'] as const)
      await expect(setEnvironmentRule(world.person('per_1', role), 'production', rule)).rejects.toThrow(
        code('access.denied'),
      );
  });
});

describe('keys', () => {
  test('that only read or ingest deploy nothing, promote nothing and take nothing back', async () => {
    await world.deploy('rel_1');
    const before = await count();
    for (const ctx of [key(['read']), key(['ingest']), key(['deliver'])]) {
      const wish = { releaseId: 'rel_2', percent: 100, reason };
      await expect(deployRelease(ctx, world.at(), wish)).rejects.toThrow(code('access.denied'));
      await expect(promoteRelease(ctx, world.at(), { from: 'staging', reason })).rejects.toThrow(code('access.denied'));
      await expect(rollBack(ctx, world.at(), { reason })).rejects.toThrow(code('access.denied'));
      await expect(freeze({}, ctx)).rejects.toThrow(code('access.denied'));
    }
    expect(await count()).toBe(before);
  });

  test('sign nothing off, whatever they may', async () => {
    const signing = { ...world.at(), releaseId: 'rel_1' };
    const signed = signOffRelease(key(['read', 'write', 'admin', 'deploy'] as never), signing, { note: '' });
    await expect(signed).rejects.toThrow(code('access.denied'));
  });
});
