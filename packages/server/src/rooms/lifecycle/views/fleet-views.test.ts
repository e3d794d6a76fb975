import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Warehouse } from '../../../ports/warehouse.ts';
import { AppError } from '../../../spine/errors.ts';
import { DeploymentList } from '../contract-deployments.ts';
import { DependencyMap, FleetRules } from '../contract-fleet.ts';
import { callerOf, testSeal } from '../routes.fixture.ts';
import { codeOf, wish } from '../registry/world.fixture.ts';
import { changeAgents } from '../verbs/change-agents.ts';
import { createRelease } from '../verbs/create-release.ts';
import { describeAgent } from '../verbs/describe-agent.ts';
import { deployRelease } from '../verbs/deploy-release.ts';
import { setNamingRule } from '../verbs/set-naming-rule.ts';
import { insertSpans, minute, type LifecycleWorld, openLifecycleWorld } from '../world.fixture.ts';
import { spanRow } from '../../../ingest/spool/rows.fixture.ts';
import { deploymentEffects } from './deployment-effects.ts';
import { dependencyMap } from './dependency-map.ts';
import { fleetRules } from './fleet-rules.ts';

let world: LifecycleWorld;
const ids = new Map<string, string>();
const digests: string[] = [];
const reason = 'because';
const rollups = { openMinutes: () => ({ after: minute + 86_400, also: [] }) };
const stores = () => ({ warehouse: world.warehouse, rollups });
const away = {
  rollups,
  warehouse: {
    query: () => Promise.reject(new AppError('warehouse.unavailable', { params: { seconds: 1 } })),
  } as unknown as Warehouse,
};

beforeAll(async () => {
  world = await openLifecycleWorld();
  await world.send('billing', 3, { environment: 'production' });
  await world.send('refunds', 1, { environment: 'production' });
  await world.send('idler', 1, { environment: 'staging' });
  await world.send('stranger', 1, { environment: 'production', team_id: 'tea_2' });
  await nested('billing', 'refunds');
  await world.settle();
  for (const [team, key] of [
    ['tea_1', 'billing'],
    ['tea_1', 'refunds'],
    ['tea_1', 'idler'],
    ['tea_2', 'stranger'],
  ] as const)
    ids.set(key, (await world.agent(team, key)).id);
  await deployTwice(ids.get('billing')!);
}, 60_000);
afterAll(() => world.close());

/** A run in which one agent calls another. */
async function nested(caller: string, called: string): Promise<void> {
  const trace_id = 'f'.repeat(32);
  const own = {
    trace_id,
    bucket: minute,
    start_time: BigInt(minute) * 1_000_000_000n,
    received_at: minute * 1000,
    marks: [],
  };
  await insertSpans(world.warehouse, [
    spanRow({ ...own, span_id: 'a'.repeat(16), parent_span_id: '', agent: caller, environment: 'production' }),
    spanRow({
      ...own,
      span_id: 'b'.repeat(16),
      parent_span_id: 'a'.repeat(16),
      agent: called,
      environment: 'production',
    }),
  ]);
}

/** Two releases, an hour apart around the spans of the test: the second of them did the runs that follow. */
async function deployTwice(id: string): Promise<void> {
  for (const notes of ['one', 'two']) {
    const { release } = await createRelease(world.ctx(), testSeal, { id, wish: wish({ notes }), isPreview: false });
    const at = { agent: id, environment: 'production' };
    await deployRelease(world.ctx(), at, { releaseId: release!.id, percent: 100, reason });
    digests.push(release!.digest);
    world.clock.advance(60_000);
  }
}

describe('rules of the fleet', () => {
  const rules = async (ctx = world.ctx(), query: Partial<Parameters<typeof fleetRules>[2]> = {}) =>
    FleetRules.parse(await fleetRules(ctx, stores(), { environment: 'production', ...query }));
  const missing = async (...args: Parameters<typeof rules>) =>
    (await rules(...args)).rules.flatMap((one) => one.misses.map((miss) => `${miss.name}: ${one.id}`)).toSorted();

  test('concern what the environment serves and what worked there', async () => {
    expect(await rules()).toMatchObject({ environment: 'production', agents: 3, readable: true });
    expect(await rules(undefined, { teamId: 'tea_2' })).toMatchObject({ agents: 1 });
    expect(await rules(undefined, { environment: 'staging' })).toMatchObject({ agents: 1 });
    expect(await rules(undefined, { environment: 'nowhere' })).toMatchObject({ agents: 0, score: null, rules: [] });
  });

  test('say what each lacks; what is mended in bulk is missed no more', async () => {
    const before = await rules();
    expect(await missing(undefined, { teamId: 'tea_1' })).toEqual([
      ...['billing: on_call', 'billing: owner', 'billing: risk'],
      ...['refunds: on_call', 'refunds: owner', 'refunds: release', 'refunds: risk'],
    ]);
    const { misses } = before.rules.find((one) => one.id === 'owner')!;
    const mine = misses.filter((one) => one.teamId === 'tea_1').map((one) => one.agentId);
    await changeAgents(world.person('operator', 'tea_1'), { agents: mine, act: { kind: 'claim' }, isPreview: false });
    expect(await missing(undefined, { teamId: 'tea_1' })).not.toContain('billing: owner');
    expect((await rules()).score!).toBeGreaterThan(before.score!);
  });

  test('ask for names only where there is a rule of names', async () => {
    await setNamingRule(world.ctx(), { pattern: 'b.*', reason });
    const found = (await missing()).filter((one) => one.endsWith(': name'));
    await setNamingRule(world.ctx(), null);
    expect(found).toEqual(['refunds: name', 'stranger: name']);
  });

  test('are of agents that one may see there', async () => {
    expect(await rules(world.person('viewer', 'tea_2'))).toMatchObject({ agents: 1 });
    const staging = world.person('viewer', 'tea_1', { environment: 'staging' });
    expect(await rules(staging)).toMatchObject({ agents: 0 });
    expect(await codeOf(rules(world.ctx({ kind: 'guest', id: 'guest' })))).toBe('access.denied');
  });

  test('are asked of what is deployed where telemetry cannot be read', async () => {
    const found = await fleetRules(world.ctx(), away, { environment: 'production' });
    expect(found).toMatchObject({ agents: 1, readable: false });
  });
});

describe('the map', () => {
  const lines = ({ nodes, edges }: DependencyMap) => {
    const name = new Map(nodes.map((one) => [one.id, one.name]));
    return edges.map((one) => `${name.get(one.from)} → ${name.get(one.to)} ${one.invocations} ${one.source}`);
  };

  test('joins what telemetry tells with what is declared, of all or around one', async () => {
    await describeAgent(world.ctx(), { id: ids.get('idler')!, expected: 0, profile: { calls: ['billing', 'mailer'] } });
    const map = DependencyMap.parse(await dependencyMap(world.ctx(), world.warehouse, {}));
    expect(lines(map)).toEqual(
      expect.arrayContaining([
        'billing → refunds 1 telemetry',
        'idler → billing 0 declared',
        'idler → mailer 0 declared',
      ]),
    );
    expect(map.nodes.map((one) => one.name).toSorted()).toEqual(['billing', 'idler', 'mailer', 'refunds', 'stranger']);
    const near = await dependencyMap(world.ctx(), world.warehouse, { agent: 'refunds' });
    expect(lines(near)).toEqual(['billing → refunds 1 telemetry']);
    const foreign = await dependencyMap(world.ctx(), world.warehouse, { teamId: 'tea_2' });
    expect([foreign.nodes.map((one) => one.name), foreign.edges]).toEqual([['stranger'], []]);
  });

  test('shows no agent of a team that one does not see, and is declared alone where telemetry cannot be read', async () => {
    const theirs = await dependencyMap(world.person('viewer', 'tea_2'), world.warehouse, {});
    expect(theirs.nodes.map((one) => one.name)).toEqual(['stranger']);
    expect(await codeOf(dependencyMap(world.person('viewer', 'tea_2'), world.warehouse, { agent: 'billing' }))).toBe(
      'lifecycle.not_found',
    );
    const said = await dependencyMap(world.ctx(), away.warehouse, {});
    expect(said.readable).toBe(false);
    expect(said.edges.every((one) => one.source === 'declared')).toBe(true);
  });
});

describe('what happened after a deployment', () => {
  test('is told with what was before: of each release in that environment alone', async () => {
    const at = BigInt(Math.floor(world.clock.now() / 60_000) * 60) * 1_000_000_000n;
    const bucket = Number(at / 1_000_000_000n);
    const done = (release: string) => ({ environment: 'production', release, start_time: at, bucket });
    await world.send('billing', 2, done(digests[1]!));
    await world.send('billing', 5, done('somebody else'));
    world.clock.advance(120_000);
    await world.settle();
    const call = callerOf(world.warehouse);
    const { body } = await call(world.ctx(), '/agents/billing/deployments');
    const { changes, items } = DeploymentList.parse(body);
    expect(changes.map((one) => one.version)).toEqual([2, 1]);
    expect(changes[0]!.effect).toMatchObject({ incidents: null, before: null, after: { invocations: 2 } });
    const { from, to } = changes[0]!.effect!.after!;
    expect([from, to]).toEqual([changes[0]!.at, new Date(world.clock.now()).toISOString()]);
    expect(items[0]!.since).toBe(changes[0]!.at);
  });

  test('is unknown where telemetry cannot be read', async () => {
    const agent = { ...(await world.agent('tea_1', 'billing')) };
    const row = { id: agent.id, teamId: 'tea_1', key: 'billing' } as Parameters<typeof deploymentEffects>[2];
    const history = { id: 'x', environment: 'production', at: new Date(world.clock.now() - 60_000) };
    const rows = [{ ...history, previous_id: null, candidate_id: null, release_id: 'r' }] as unknown as Parameters<
      typeof deploymentEffects
    >[3];
    expect(await deploymentEffects(world.ctx(), away, row, rows)).toEqual(new Map());
  });
});
