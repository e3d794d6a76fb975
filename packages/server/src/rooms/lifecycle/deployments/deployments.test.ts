import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sql } from 'kysely';
import { openDeploymentWorld } from './world.fixture.ts';
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
import { getSignOffs } from '../views/get-sign-offs.ts';
import { listDeployments } from '../views/list-deployments.ts';
import { listFreezes } from '../views/list-freezes.ts';

let world: Awaited<ReturnType<typeof openDeploymentWorld>>;
beforeAll(async () => void (world = await openDeploymentWorld()));
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
const because = (releaseId: string) => ({ releaseId, percent: 100, reason });
/** The events since, as type and payload. */
async function since(seq: number): Promise<[string, unknown][]> {
  return (await world.events()).slice(seq).map((event) => [event.type, event.payload]);
}
const soFar = async (): Promise<number> => (await world.events()).length;

describe('deploying', () => {
  test('says what is served, by whom and why, and makes the environment known', async () => {
    const seq = await soFar();
    const served = await world.deploy('rel_1');
    expect(served).toMatchObject({
      version: 1,
      release: { id: 'rel_1', version: '1.1.0' },
      candidate: null,
      past: [],
      reason,
    });
    expect(await since(seq)).toEqual([
      [
        'deployment.made',
        {
          ...{ teamId: 'tea_1', environment: 'production', version: 1, before: null, after: 'rel_1', candidate: null },
          reason,
        },
      ],
    ]);
    const { rows } = await sql`select name from environments`.execute(world.state.db);
    expect(rows).toContainEqual({ name: 'production' });
  });

  test('a share runs beside it and keeps its salt', async () => {
    await world.deploy('rel_1');
    expect(await world.deploy('rel_2', 0.5)).toMatchObject({ candidate: { id: 'rel_2', percent: 0.5 } });
    const salt = async (): Promise<unknown> =>
      (await sql`select salt, candidate_share from deployments`.execute(world.state.db)).rows[0];
    const before = await salt();
    await world.deploy('rel_2', 20);
    expect(await salt()).toEqual({ ...(before as object), candidate_share: 20_000 });
  });

  test('another agent’s release, the same again, and a stale version are refused, and nothing is left of them', async () => {
    await world.deploy('rel_1');
    const seq = await soFar();
    await expect(world.deploy('rel_9')).rejects.toThrow(code('lifecycle.not_found'));
    await expect(world.deploy('rel_1')).rejects.toThrow(code('lifecycle.served_already'));
    const stale = deployRelease(world.ctx(), world.at(), { ...because('rel_2'), expectedVersion: 0 });
    await expect(stale).rejects.toThrow('at version 1 by now, not 0');
    expect(await soFar()).toBe(seq);
    expect((await listDeployments(world.ctx(), 'agent-1')).changes).toHaveLength(1);
  });

  test('two at once who saw the same: one deploys, the other is told', async () => {
    await world.deploy('rel_1');
    const both = ['rel_2', 'rel_3'].map((releaseId) =>
      deployRelease(world.ctx(), world.at(), { ...because(releaseId), expectedVersion: 1 }),
    );
    const settled = await Promise.allSettled(both);
    expect(settled.map((one) => one.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(settled.find((one) => one.status === 'rejected')?.reason).toEqual(code('lifecycle.deployment_changed'));
  });

  test('is for who may, there', async () => {
    const mine = world.person('per_1', 'release_manager', { teamId: 'tea_1', environment: 'staging' });
    await expect(deployRelease(mine, world.at(), because('rel_1'))).rejects.toThrow(code('access.denied'));
    expect(await deployRelease(mine, world.at('staging'), because('rel_1'))).toMatchObject({ version: 1 });
    const other = world.person('per_2', 'release_manager', { teamId: 'tea_2' });
    await expect(deployRelease(other, world.at(), because('rel_1'))).rejects.toThrow(code('lifecycle.not_found'));
    await expect(deployRelease(world.person('per_3', 'viewer'), world.at(), because('rel_1'))).rejects.toThrow(
      code('access.denied'),
    );
    await world.deploy('rel_2');
    const seen = await listDeployments(mine, 'agent-1');
    expect(seen.items.map((one) => one.environment)).toEqual(['staging']);
    expect(seen.changes.map((one) => one.environment)).toEqual(['staging']);
  });
});

describe('rolling back', () => {
  test('one action, to the one before or to any of the past', async () => {
    for (const id of ['rel_1', 'rel_2', 'rel_3', 'rel_4']) await world.deploy(id);
    const seq = await soFar();
    const operator = world.person('per_1', 'operator');
    expect(await rollBack(operator, world.at(), { reason })).toMatchObject({ version: 5, release: { id: 'rel_3' } });
    expect(await rollBack(operator, world.at(), { reason, to: 'rel_1' })).toMatchObject({ release: { id: 'rel_1' } });
    await expect(rollBack(operator, world.at(), { reason })).rejects.toThrow(code('lifecycle.no_such_past'));
    expect((await since(seq)).map(([type]) => type)).toEqual(['deployment.rolled_back', 'deployment.rolled_back']);
    const { changes } = await listDeployments(world.ctx(), 'agent-1');
    expect(changes.map((one) => [one.version, one.verb, one.releaseId, one.by]).slice(0, 3)).toEqual([
      [6, 'roll_back', 'rel_1', 'per_1'],
      [5, 'roll_back', 'rel_3', 'per_1'],
      [4, 'deploy', 'rel_4', 'system'],
    ]);
  });

  test('from nothing there is no way back', async () => {
    await expect(rollBack(world.ctx(), world.at(), { reason })).rejects.toThrow(code('lifecycle.nothing_served'));
  });
});

test('promoting serves what another environment serves', async () => {
  await world.deploy('rel_1', 100, 'staging');
  const seq = await soFar();
  expect(await promoteRelease(world.ctx(), world.at(), { from: 'staging', reason })).toMatchObject({
    ...{ environment: 'production', release: { id: 'rel_1' } },
  });
  expect(await since(seq)).toMatchObject([['deployment.promoted', { from: 'staging', after: 'rel_1' }]]);
  const nowhere = promoteRelease(world.ctx(), world.at(), { from: 'nowhere', reason });
  await expect(nowhere).rejects.toThrow(code('lifecycle.nothing_served'));
});

describe('a freeze', () => {
  const window = {
    from: new Date(1_800_000_000_000).toISOString(),
    until: '2099-01-01T00:00:00+02:00',
    timeZone: 'UTC',
  };
  const begin = (scope: object = {}) => beginFreeze(world.ctx(), { ...window, reason: 'holidays', ...scope });
  const people = ['per_1', 'per_2'].map((id) => () => world.person(id, 'operator'));

  test('stops deploying and promoting where it holds, and never rolling back', async () => {
    await world.deploy('rel_1');
    await world.deploy('rel_2');
    await world.deploy('rel_1', 100, 'staging');
    const seq = await soFar();
    const { id } = await begin({ environment: 'production', agentId: 'agt_1' });
    await expect(world.deploy('rel_3')).rejects.toThrow(
      `Freeze ${id} holds here until 2098-12-31T22:00:00.000Z: holidays`,
    );
    const promoted = promoteRelease(world.ctx(), world.at(), { from: 'staging', reason });
    await expect(promoted).rejects.toThrow(code('lifecycle.frozen'));
    expect(await rollBack(world.ctx(), world.at(), { reason })).toMatchObject({ release: { id: 'rel_1' } });
    expect(await world.deploy('rel_2', 100, 'staging')).toMatchObject({ version: 2 });
    await liftFreeze(world.ctx(), { id });
    await liftFreeze(world.ctx(), { id });
    expect(await world.deploy('rel_3')).toMatchObject({ release: { id: 'rel_3' } });
    expect((await since(seq)).map(([type]) => type)).toEqual([
      ...['freeze.begun', 'deployment.rolled_back', 'deployment.made', 'freeze.lifted', 'deployment.made'],
    ]);
  });

  test('is overridden there by two people, not by one twice', async () => {
    const { id } = await begin();
    const agree = (who: number) =>
      overrideFreeze(people[who]!(), { id, agentId: 'agt_1', environment: 'production', reason: 'fire' });
    const seq = await soFar();
    await agree(0);
    await agree(0);
    await expect(world.deploy('rel_1')).rejects.toThrow(code('lifecycle.frozen'));
    expect((await agree(1)).overrides.map((one) => one.personId)).toEqual(['per_1', 'per_2']);
    expect(await world.deploy('rel_1')).toMatchObject({ version: 1 });
    await expect(world.deploy('rel_1', 100, 'staging')).rejects.toThrow(code('lifecycle.frozen'));
    expect((await since(seq)).map(([type]) => type)).toEqual([
      ...['freeze.overridden', 'freeze.overridden', 'deployment.made'],
    ]);
  });

  test('of a team is made and lifted by who may there; keys override nothing', async () => {
    const manager = world.person('per_1', 'release_manager', { teamId: 'tea_2' });
    const of = { ...window, reason };
    await expect(beginFreeze(manager, of)).rejects.toThrow(code('access.denied'));
    await expect(beginFreeze(manager, { ...of, teamId: 'tea_1' })).rejects.toThrow(code('access.denied'));
    const { id, ownerId } = await beginFreeze(manager, { ...of, teamId: 'tea_2' });
    expect(ownerId).toBe('per_1');
    const other = world.person('per_2', 'release_manager', { teamId: 'tea_1' });
    await expect(liftFreeze(other, { id })).rejects.toThrow(code('lifecycle.not_found'));
    expect((await listFreezes(other)).items).toEqual([]);
    expect((await listFreezes(manager)).items).toHaveLength(1);
    const key = world.ctx({
      ...{
        kind: 'key',
        id: 'key_1',
        teamId: 'tea_2',
        agent: null,
        environment: null,
        scopes: ['write', 'read', 'admin'],
      },
    });
    const overridden = overrideFreeze(key, { id, agentId: 'agt_2', environment: 'production', reason });
    await expect(overridden).rejects.toThrow(code('access.denied'));
    expect(await liftFreeze(manager, { id })).toMatchObject({ liftedAt: expect.any(String) });
  });
});

describe('sign-offs', () => {
  const rule = { people: 2, role: null, notAuthor: true };
  const sign = (id: string, role: 'release_manager' | 'compliance' = 'release_manager') =>
    signOffRelease(world.person(id, role), { ...world.at(), releaseId: 'rel_1' }, { note: 'looks good' });

  test('the release waits for as many people as the rule says, its author not among them', async () => {
    const seq = await soFar();
    await setEnvironmentRule(world.ctx(), 'production', rule);
    await setEnvironmentRule(world.ctx(), 'production', rule);
    await sign('per_author');
    await sign('per_1');
    await sign('per_1');
    await expect(world.deploy('rel_1')).rejects.toThrow('1 more must sign off this release for production');
    expect(await sign('per_2', 'compliance')).toMatchObject({ rule, missing: 0 });
    expect(await world.deploy('rel_1')).toMatchObject({ version: 1 });
    await expect(world.deploy('rel_2')).rejects.toThrow(code('lifecycle.sign_off_missing'));
    expect(await world.deploy('rel_2', 100, 'staging')).toMatchObject({ version: 1 });
    expect((await since(seq)).map(([type]) => type)).toEqual([
      ...['environment.rule_set', 'release.signed_off', 'release.signed_off', 'release.signed_off'],
      ...['deployment.made', 'deployment.made'],
    ]);
  });

  test('a role that is asked for counts with the grant of then', async () => {
    await setEnvironmentRule(world.ctx(), 'production', { people: 1, role: 'compliance', notAuthor: false });
    await sign('per_1');
    const at = { ...world.at(), releaseId: 'rel_1' };
    expect(await getSignOffs(world.ctx(), at)).toMatchObject({ missing: 1, items: [{ personId: 'per_1' }] });
    expect(await sign('per_2', 'compliance')).toMatchObject({ missing: 0 });
    await expect(signOffRelease(world.person('per_3', 'operator'), at, { note: '' })).rejects.toThrow(
      code('access.denied'),
    );
  });
});

describe('planned deployments', () => {
  const plan = (releaseId: string) =>
    scheduleDeployment(world.ctx(), world.at(), {
      ...{ releaseId, percent: 100, reason, dueAt: new Date(world.clock.now() + 60_000).toISOString() },
    });
  const due = (): Promise<number> => deployDue(world.state, world.clock);
  const states = async () =>
    (await listDeployments(world.ctx(), 'agent-1')).scheduled.map((one) => [one.state, one.refusal]);

  test('are made when due, once, by the job', async () => {
    const seq = await soFar();
    const { id } = await plan('rel_1');
    expect(await due()).toBe(0);
    world.clock.advance(60_000);
    expect(await due()).toBe(1);
    expect(await due()).toBe(0);
    expect(await states()).toEqual([['done', null]]);
    expect(await since(seq)).toMatchObject([
      ['deployment.scheduled', { scheduleId: id }],
      ['deployment.made', { after: 'rel_1', scheduleId: id }],
    ]);
    expect((await world.events()).at(-1)?.actor).toBe('lifecycle.deployments');
    await expect(cancelSchedule(world.ctx(), { id })).rejects.toThrow('This deployment is done already.');
  });

  test('are refused for good when something stands in their way then', async () => {
    await world.deploy('rel_1');
    const seq = await soFar();
    await plan('rel_1');
    world.clock.advance(60_000);
    await due();
    expect(await states()).toEqual([['refused', 'lifecycle.served_already']]);
    expect((await since(seq)).at(-1)).toMatchObject(['deployment.refused', { refusal: 'lifecycle.served_already' }]);
    expect(await due()).toBe(0);
  });

  test('can be cancelled before', async () => {
    const seq = await soFar();
    const { id } = await plan('rel_1');
    expect(await cancelSchedule(world.ctx(), { id })).toMatchObject({ state: 'cancelled' });
    world.clock.advance(60_000);
    expect(await due()).toBe(0);
    expect((await since(seq)).map(([type]) => type)).toEqual(['deployment.scheduled', 'deployment.unscheduled']);
    await expect(cancelSchedule(world.ctx(), { id: 'sch_no' })).rejects.toThrow(code('lifecycle.not_found'));
  });
});
