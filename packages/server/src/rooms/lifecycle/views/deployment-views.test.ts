import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '../../../spine/actor.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { openDeploymentWorld } from '../deployments/world.fixture.ts';
import { beginFreeze } from '../verbs/begin-freeze.ts';
import { deployRelease } from '../verbs/deploy-release.ts';
import { liftFreeze } from '../verbs/lift-freeze.ts';
import { overrideFreeze } from '../verbs/override-freeze.ts';
import { scheduleDeployment } from '../verbs/schedule-deployment.ts';
import { setEnvironmentRule } from '../verbs/set-environment-rule.ts';
import { signOffRelease } from '../verbs/sign-off-release.ts';
import { agentHistory } from './agent-history.ts';
import { getDeployment } from './get-deployment.ts';
import { getSignOffs } from './get-sign-offs.ts';
import { listDeployments } from './list-deployments.ts';
import { listEnvironmentRules } from './list-environment-rules.ts';
import { listFreezes } from './list-freezes.ts';

let world: Awaited<ReturnType<typeof openDeploymentWorld>>;
beforeAll(async () => {
  world = await openDeploymentWorld();
  await sql`insert into people (id, workspace_id, name, email, created_at)
    values ('per_1', 'wsp_1', 'Ada', 'ada@example.com', now())`.execute(world.state.db);
});
afterAll(() => world.close());
beforeEach(async () => {
  for (const table of [
    ...['deployments', 'deployment_history', 'deployment_schedules', 'freeze_overrides', 'freeze_windows'],
    ...['environment_rules', 'sign_offs'],
  ])
    await sql`delete from ${sql.table(table)}`.execute(world.state.db);
});

const reason = 'because';
const code = (code: string) => expect.objectContaining({ code });
const viewer = (more: Parameters<typeof world.person>[2] = {}): Ctx => world.person('per_9', 'viewer', more);
const key = (more: Partial<Extract<Actor, { kind: 'key' }>> = {}): Ctx =>
  world.ctx({
    ...{ kind: 'key', id: 'key_1', teamId: 'tea_1', agent: null, environment: null, scopes: ['read'] },
    ...more,
  });

describe('deployments of an agent', () => {
  const plan = (environment: string, releaseId = 'rel_2', percent = 100) =>
    scheduleDeployment(world.ctx(), world.at(environment), {
      ...{ releaseId, percent, reason, dueAt: new Date(world.clock.now() + 60_000).toISOString() },
    });

  test('that nobody deployed has nothing, and is no error', async () => {
    expect(await listDeployments(world.ctx(), 'agt_1')).toEqual({ items: [], changes: [], scheduled: [] });
  });

  test('come by environment, their changes newest first, with the names of who made them', async () => {
    const manager = world.person('per_1', 'release_manager');
    await world.deploy('rel_1', 100, 'staging');
    world.clock.advance(1_000);
    await deployRelease(manager, world.at(), { releaseId: 'rel_1', percent: 100, reason });
    world.clock.advance(1_000);
    await deployRelease(manager, world.at(), { releaseId: 'rel_2', percent: 12.5, reason: 'try it' });
    const { items, changes } = await listDeployments(world.ctx(), 'agent-1');
    expect(items.map((one) => [one.environment, one.version, one.deployedByName])).toEqual([
      ['production', 2, 'Ada'],
      ['staging', 1, null],
    ]);
    expect(items[0]!.candidate).toEqual({ id: 'rel_2', version: '1.2.0', digest: '2'.repeat(64), percent: 12.5 });
    expect(changes.map((one) => [one.environment, one.version, one.byName, one.candidatePercent])).toEqual([
      ['production', 2, 'Ada', 12.5],
      ['production', 1, 'Ada', null],
      ['staging', 1, null, null],
    ]);
    expect(changes[0]).toMatchObject({ releaseId: 'rel_1', candidateId: 'rel_2', reason: 'try it' });
    expect(changes.map((one) => one.at)).toEqual(
      changes
        .map((one) => one.at)
        .toSorted()
        .toReversed(),
    );
  });

  test('are those of environments that one may see, what is planned there too', async () => {
    await world.deploy('rel_1');
    await world.deploy('rel_1', 100, 'staging');
    await plan('production');
    await plan('staging');
    const { id } = await plan('qa', 'rel_3');
    const seen = async (ctx: Ctx) => {
      const { items, changes, scheduled } = await listDeployments(ctx, 'agent-1');
      return [items, changes, scheduled].map((all) => all.map((one) => one.environment));
    };
    const staging = { environment: 'staging' };
    expect(await seen(viewer({ teamId: 'tea_1', ...staging }))).toEqual([['staging'], ['staging'], ['staging']]);
    expect(await seen(key(staging))).toEqual([['staging'], ['staging'], ['staging']]);
    expect(await seen(viewer({ teamId: 'tea_1', environment: 'nowhere' }))).toEqual([[], [], []]);
    const planned = await listDeployments(viewer({ teamId: 'tea_1', environment: 'qa' }), 'agent-1');
    expect(planned).toMatchObject({
      ...{ items: [], changes: [] },
      scheduled: [{ id, releaseId: 'rel_3', state: 'waiting', percent: 100, refusal: null, madeBy: 'system' }],
    });
    expect((await seen(viewer()))[2]!.toSorted()).toEqual(['production', 'qa', 'staging']);
  });

  test('are not there for a viewer of another team, nor for a key of another agent', async () => {
    await world.deploy('rel_1');
    for (const ctx of [viewer({ teamId: 'tea_2' }), key({ teamId: 'tea_2' }), key({ agent: 'Agent 2' })])
      await expect(listDeployments(ctx, 'agent-1')).rejects.toThrow(code('lifecycle.not_found'));
    await expect(listDeployments(key({ scopes: ['ingest'] }), 'agent-1')).rejects.toThrow(code('access.denied'));
    await expect(listDeployments({ ...world.ctx(), workspaceId: 'wsp_2' }, 'agent-1')).rejects.toThrow(
      code('lifecycle.not_found'),
    );
  });

  // Rows are counted off after those one may not see are left out, not before.
  test('a hundred changes elsewhere do not hide those that one may see', async () => {
    await world.deploy('rel_1', 100, 'staging');
    await world.deploy('rel_1');
    await sql`insert into deployment_history (id, workspace_id, agent_id, environment, version, verb, release_id, at, by, reason)
      select 'chg_' || n, 'wsp_1', 'agt_1', 'production', n, 'deploy', 'rel_1', to_timestamp(1900000000 + n), 'system', 'r'
      from generate_series(2, 130) n`.execute(world.state.db);
    await sql`insert into deployment_schedules (id, workspace_id, agent_id, environment, release_id, share, due_at, reason, made_by,
        made_at, state)
      select 'zzz_' || n, 'wsp_1', 'agt_1', 'production', 'rel_2', 100000, now(), 'r', 'system', now(), 'waiting'
      from generate_series(1, 130) n`.execute(world.state.db);
    await plan('staging');
    const mine = await listDeployments(viewer({ teamId: 'tea_1', environment: 'staging' }), 'agent-1');
    expect(mine.changes.map((one) => one.environment)).toEqual(['staging']);
    expect(mine.scheduled.map((one) => one.environment)).toEqual(['staging']);
    const all = await listDeployments(viewer(), 'agent-1');
    expect([all.changes.length, all.changes[0]!.version, all.scheduled.length]).toEqual([100, 130, 100]);
  });

  test('one of them is told where one may see it, and says where nothing is served', async () => {
    await world.deploy('rel_1');
    await world.deploy('rel_2');
    const place = { agentId: 'agt_1', teamId: 'tea_1', key: 'Agent 1', environment: 'production' };
    expect(await getDeployment(viewer({ teamId: 'tea_1' }), place)).toMatchObject({
      ...{ version: 2, release: { id: 'rel_2', version: '1.2.0' }, past: [{ id: 'rel_1', digest: '1'.repeat(64) }] },
    });
    const nowhere = getDeployment(viewer(), { ...place, environment: 'qa' });
    await expect(nowhere).rejects.toThrow(code('lifecycle.nothing_served'));
    await expect(getDeployment(viewer({ teamId: 'tea_2' }), place)).rejects.toThrow(code('access.denied'));
    await expect(getDeployment(viewer({ environment: 'qa' }), place)).rejects.toThrow(code('access.denied'));
  });
});

describe('freezes', () => {
  const from = (seconds: number): string => new Date(1_800_000_000_000 + seconds * 1_000).toISOString();
  const begin = (scope: object, [begins, ends]: [number, number] = [0, 86_400]) =>
    beginFreeze(world.ctx(), {
      ...{ from: from(begins), until: from(ends), timeZone: 'Europe/Berlin', reason },
      ...scope,
    });
  const ids = async (ctx: Ctx): Promise<string[]> => (await listFreezes(ctx)).items.map((one) => one.id);

  test('come by their beginning: those that hold and those to come, not those that are over or lifted', async () => {
    const later = await begin({}, [7_200, 9_000]);
    const now = await begin({ environment: 'production' });
    const over = await begin({}, [-7_200, -1]);
    const lifted = await begin({});
    await liftFreeze(world.ctx(), { id: lifted.id });
    expect(await ids(world.ctx())).toEqual([now.id, later.id]);
    expect(await ids(world.ctx())).not.toContain(over.id);
    expect((await listFreezes(world.ctx())).items[0]).toMatchObject({
      ...{ environment: 'production', teamId: null, timeZone: 'Europe/Berlin', liftedAt: null, overrides: [] },
    });
  });

  test('of a team are seen by that team alone, those of everybody by everybody', async () => {
    const everywhere = await begin({});
    const [one, two] = [await begin({ teamId: 'tea_1' }, [1, 9_000]), await begin({ agentId: 'agt_2' }, [2, 9_000])];
    expect(two).toMatchObject({ teamId: 'tea_2', agentId: 'agt_2' });
    expect(await ids(viewer({ teamId: 'tea_1' }))).toEqual([everywhere.id, one.id]);
    expect(await ids(viewer({ teamId: 'tea_2', environment: 'qa' }))).toEqual([everywhere.id, two.id]);
    expect(await ids(key())).toEqual([everywhere.id, one.id]);
    expect(await ids(viewer())).toEqual([everywhere.id, one.id, two.id]);
    expect(await ids({ ...viewer(), workspaceId: 'wsp_2' })).toEqual([]);
  });

  test('two hundred of another team do not hide one’s own', async () => {
    await sql`insert into freeze_windows (id, workspace_id, team_id, from_at, until_at, time_zone, reason, owner_id, made_at, made_by)
      select 'frz_' || n, 'wsp_1', 'tea_2', to_timestamp(1700000000), to_timestamp(1900000000), 'UTC', 'r', 'system', now(), 'system'
      from generate_series(1, 205) n`.execute(world.state.db);
    const { id } = await begin({ teamId: 'tea_1' });
    expect(await ids(viewer({ teamId: 'tea_1' }))).toEqual([id]);
    expect(await ids(viewer())).toHaveLength(200);
  });

  test('who agreed, and why, is told of agents that one may see', async () => {
    const { id } = await begin({});
    for (const agentId of ['agt_2', 'agt_1']) {
      const input = { id, agentId, environment: 'production', reason: `fire at ${agentId}` };
      await overrideFreeze(world.person('per_1', 'operator'), input);
      world.clock.advance(1_000);
    }
    const agreed = async (ctx: Ctx) => (await listFreezes(ctx)).items[0]!.overrides.map((one) => one.agentId);
    expect(await agreed(viewer())).toEqual(['agt_2', 'agt_1']);
    expect(await agreed(viewer({ teamId: 'tea_1' }))).toEqual(['agt_1']);
    expect(await agreed(key({ environment: 'staging' }))).toEqual([]);
    const [mine] = (await listFreezes(viewer({ teamId: 'tea_2' }))).items;
    expect(mine!.overrides).toEqual([
      { agentId: 'agt_2', environment: 'production', personId: 'per_1', reason: 'fire at agt_2' },
    ]);
  });

  test('one of another place can neither be agreed to nor read by agreeing', async () => {
    const operator = world.person('per_1', 'operator', { teamId: 'tea_1' });
    const agree = (id: string, environment = 'production') =>
      overrideFreeze(operator, { id, agentId: 'agt_1', environment, reason });
    const before = (await world.events()).length;
    for (const scope of [{ teamId: 'tea_2' }, { agentId: 'agt_2' }, { environment: 'staging' }]) {
      const { id } = await begin(scope);
      await expect(agree(id)).rejects.toThrow(code('lifecycle.not_found'));
    }
    expect((await world.events()).slice(before).map((one) => one.type)).toEqual(Array(3).fill('freeze.begun'));
    const { id } = await begin({ environment: 'staging' });
    expect((await agree(id, 'staging')).overrides).toHaveLength(1);
  });
});

describe('sign-offs', () => {
  const at = (releaseId: string, environment = 'production', agent = 'agent-1') => ({ agent, environment, releaseId });
  const sign = (id: string, where: ReturnType<typeof at>, note = '') =>
    signOffRelease(world.person(id, 'compliance'), where, { note });

  test('are those of the release and the environment, oldest first, with names where there are some', async () => {
    await sign('per_2', at('rel_1'), 'fine');
    world.clock.advance(1_000);
    await sign('per_1', at('rel_1'));
    await sign('per_1', at('rel_2'));
    await sign('per_3', at('rel_1', 'staging'));
    const { items, missing, rule } = await getSignOffs(viewer({ teamId: 'tea_1' }), at('rel_1'));
    expect(items.map((one) => [one.personId, one.name, one.note])).toEqual([
      ['per_2', null, 'fine'],
      ['per_1', 'Ada', ''],
    ]);
    expect([missing, rule]).toEqual([0, { people: 0, role: null, notAuthor: false }]);
  });

  test('say how many are missing by the rule of that environment', async () => {
    await setEnvironmentRule(world.ctx(), 'production', { people: 3, role: 'compliance', notAuthor: true });
    await sign('per_1', at('rel_1'));
    await sign('per_author', at('rel_1'));
    expect((await getSignOffs(world.ctx(), at('rel_1'))).missing).toBe(2);
    expect((await getSignOffs(world.ctx(), at('rel_1', 'staging'))).missing).toBe(0);
    const rule = { people: 3, role: 'compliance', notAuthor: true };
    expect(await listEnvironmentRules(viewer())).toEqual([{ environment: 'production', rule }]);
  });

  // Once the sign-offs of any release were told under the address of any agent.
  test('of another agent’s release are not told under the address of one’s own', async () => {
    await sign('per_1', at('rel_9', 'production', 'agent-2'), 'secret of team 2');
    for (const ctx of [viewer({ teamId: 'tea_1' }), viewer(), world.ctx()])
      await expect(getSignOffs(ctx, at('rel_9'))).rejects.toThrow(code('lifecycle.not_found'));
    await expect(getSignOffs(viewer({ teamId: 'tea_1' }), at('rel_9', 'production', 'agent-2'))).rejects.toThrow(
      code('lifecycle.not_found'),
    );
    await expect(getSignOffs(viewer(), at('rel_none'))).rejects.toThrow('release of this agent with this id');
    expect((await getSignOffs(viewer(), at('rel_9', 'production', 'agent-2'))).items).toHaveLength(1);
  });

  test('of an environment that one may not see are denied', async () => {
    const staging = viewer({ teamId: 'tea_1', environment: 'staging' });
    await expect(getSignOffs(staging, at('rel_1'))).rejects.toThrow(code('access.denied'));
    expect((await getSignOffs(staging, at('rel_1', 'staging'))).items).toEqual([]);
  });
});

describe('the history of an agent', () => {
  const told = async (ctx: Ctx): Promise<string[]> =>
    (await agentHistory(ctx, 'agent-1')).items.map(({ type, payload }) =>
      [type, (payload as { environment?: string } | null)?.environment ?? 'erased'].join(' '),
    );

  // Once who saw one environment was told what was done in all of them.
  test('tells of deployments and sign-offs where one sees the agent, however many there are elsewhere', async () => {
    const before = (await told(world.ctx())).length;
    await world.deploy('rel_1', 100, 'canary');
    const at = { ...world.at('canary'), releaseId: 'rel_1' };
    await signOffRelease(world.person('per_1', 'compliance'), at, { note: '' });
    await world.deploy('rel_1');
    for (const releaseId of ['rel_2', 'rel_3', 'rel_4']) await world.deploy(releaseId);
    const all = await told(viewer({ teamId: 'tea_1' }));
    expect(all.slice(0, all.length - before)).toEqual([
      ...Array<string>(4).fill('deployment.made production'),
      ...['release.signed_off canary', 'deployment.made canary'],
    ]);
    const own = ['release.signed_off canary', 'deployment.made canary'];
    expect(await told(viewer({ teamId: 'tea_1', environment: 'canary' }))).toEqual(own);
    expect(await told(key({ environment: 'canary' }))).toEqual(own);
    const [production, canary] = ['production', 'canary'].map((environment) => ({ environment, teamId: 'tea_1' }));
    const grant = { role: 'viewer', agentId: null } as const;
    const both = world.ctx({
      ...{ kind: 'person', id: 'per_9', sessionId: 'ses_9' },
      grants: [
        { ...grant, ...production! },
        { ...grant, ...canary! },
      ],
    });
    expect((await told(both)).filter((one) => !/ (production|canary)$/.test(one))).toEqual([]);
    expect(await told(both)).toEqual(expect.arrayContaining([...own, 'deployment.made production']));
  });

  test('keeps what happened of an event whose payload is erased', async () => {
    await world.deploy('rel_1', 100, 'canary');
    await sql`delete from ledger_payloads where event_id = (select event_id from ledger order by seq desc limit 1)`.execute(
      world.state.db,
    );
    expect((await told(viewer()))[0]).toBe('deployment.made erased');
  });
});
