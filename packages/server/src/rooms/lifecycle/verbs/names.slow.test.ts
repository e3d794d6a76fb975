import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AgentList, type NameChange } from '../contract.ts';
import { type Answer, callerOf } from '../routes.fixture.ts';
import { type LifecycleWorld, openLifecycleWorld } from '../world.fixture.ts';

let world: LifecycleWorld;
let call: ReturnType<typeof callerOf>;
beforeAll(async () => {
  world = await openLifecycleWorld();
  call = callerOf(world.warehouse);
  await world.send('support', 4);
  await world.send('helper', 3);
  await world.send('helper', 2, { service: 'billing', failed: true, status: 2 });
  await world.send('other', 1, { team_id: 'tea_2' });
  await world.settle();
});
afterAll(() => world.close());

const post = async (path: string, body: object, ctx = world.person('operator', 'tea_1')): Promise<Answer> =>
  call(ctx, path, body);
const act = async (path: string, body: object): Promise<NameChange> => {
  const { status, body: made } = await post(path, body);
  expect(made).toMatchObject({ verb: expect.any(String) });
  expect(status).toBe(200);
  await world.settle();
  return made as unknown as NameChange;
};
const undo = (id: string): Promise<NameChange> => act(`/agents/changes/${id}/undo`, {});

/** Everything a person can read of all agents, and what stands in every table that it is made of. */
async function numbers(): Promise<unknown> {
  const list = AgentList.parse((await call(world.ctx(), '/agents?sort=name')).body);
  const rows = async (sql: string): Promise<unknown> => world.warehouse.query(sql);
  return {
    // Runs without an agent are their service's, whose row stays once it was seen.
    agents: list.items.flatMap(({ slug, name, figures }) => (figures === null ? [] : [{ slug, name, figures }])),
    runs: await rows(
      'SELECT team_id, agent, agents, count() AS n, sum(steps) AS steps, sum(input_tokens) AS input FROM runs FINAL WHERE is_deleted = 0 GROUP BY ALL ORDER BY ALL',
    ),
    invocations: await rows(
      'SELECT team_id, agent, outcome, count() AS n FROM invocations FINAL WHERE is_deleted = 0 GROUP BY ALL ORDER BY ALL',
    ),
    hours: await rows(
      'SELECT team_id, agent, sum(spans) AS spans, sum(runs) AS runs FROM metrics_1h FINAL GROUP BY ALL HAVING spans > 0 ORDER BY ALL',
    ),
  };
}
const invocationsOf = async (): Promise<Record<string, number | undefined>> => {
  const list = AgentList.parse((await call(world.ctx(), '/agents?sort=name')).body);
  return Object.fromEntries(list.items.map((one) => [one.key, one.figures?.invocations]));
};

test('merging two agents and undoing it gives the same numbers as before', async () => {
  const before = await numbers();
  const shown = await post('/agents/helper/merge?preview=true', { into: 'support' });
  expect(shown.body).toMatchObject({
    id: null,
    impact: { runs: 5, invocations: 5, firstAt: expect.stringMatching(/^2026-11-22T05:24/) },
    summary: "All runs of helper will be counted as support's; helper leaves the lists.",
  });
  expect(await numbers()).toEqual(before);

  const merged = await act('/agents/helper/merge', { into: 'support' });
  expect(await invocationsOf()).toEqual({ support: 9, other: 1 });
  const progress = await call(world.ctx(), `/reassemblies/${merged.reassemblyId}`);
  expect(progress.body).toMatchObject({ total: 5, done: 5, finishedAt: expect.any(String) });
  const gone = await call(world.ctx(), '/agents/helper');
  expect(gone.body).toMatchObject({ putAway: 'merged', mergedInto: { slug: 'support' }, names: [] });
  // What comes later under the old name belongs to the other agent too.
  await world.send('helper', 1);
  await world.settle();
  expect(await invocationsOf()).toEqual({ support: 10, other: 1 });
  await world.warehouse.command('DELETE FROM spans WHERE trace_id = (SELECT max(trace_id) FROM spans)');
  for (const table of ['steps', 'runs', 'invocations'])
    await world.warehouse.command(`DELETE FROM ${table} WHERE trace_id NOT IN (SELECT trace_id FROM spans)`);

  await undo(merged.id!);
  expect(await numbers()).toEqual(before);
  const events = (await world.events()).filter((event) => !event.type.endsWith('observed'));
  expect(events.map(({ type, actor }) => [type, actor])).toEqual([
    ['agent.merged', 'per_1'],
    ['name_change.undone', 'per_1'],
  ]);
}, 60_000);

test('a service splits off into an agent of its own, and comes back', async () => {
  const before = await numbers();
  const input = { name: 'helper', service: 'billing', as: 'Billing helper' };
  expect((await post('/agents/helper/split?preview=true', input)).body).toMatchObject({ impact: { invocations: 2 } });
  const split = await act('/agents/helper/split', input);
  expect(await invocationsOf()).toEqual({ support: 4, helper: 3, 'helper@billing': 2, other: 1 });
  const page = await call(world.ctx(), '/agents/billing-helper');
  expect(page.body).toMatchObject({
    agent: { name: 'Billing helper' },
    names: [{ name: 'helper', service: 'billing' }],
    changes: [{ summary: 'Split off "helper" from billing' }],
  });
  await undo(split.id!);
  expect(await numbers()).toEqual(before);
  // Once more: the row that was put away stands again, and nothing is there twice.
  const again = await act('/agents/helper/split', input);
  expect(again.agentIds).toEqual(split.agentIds);
  await undo(again.id!);
}, 60_000);

test('an ignored name is no agent, and restored it is one again', async () => {
  const before = await numbers();
  await act('/agents/names/ignore', { teamId: 'tea_1', name: 'helper' });
  expect(Object.keys(await invocationsOf())).not.toContain('helper');
  expect((await call(world.ctx(), '/agents/names')).body['ignored']).toEqual([
    { teamId: 'tea_1', name: 'helper', service: '' },
  ]);
  await act('/agents/names/restore', { teamId: 'tea_1', name: 'helper' });
  expect(await numbers()).toEqual(before);
}, 60_000);

describe('a new name', () => {
  test('is for people: runs stay, the old address goes on working, undo gives both back', async () => {
    const renamed = await act('/agents/support/rename', { name: 'Front desk' });
    expect(renamed.reassemblyId).toBeNull();
    for (const address of ['front-desk', 'support'])
      expect((await call(world.ctx(), `/agents/${address}`)).body).toMatchObject({
        agent: { name: 'Front desk', slug: 'front-desk', key: 'support' },
        formerSlugs: ['support'],
      });
    await undo(renamed.id!);
    expect((await call(world.ctx(), '/agents/front-desk')).body).toMatchObject({ agent: { slug: 'support' } });
  });

  test('that another agent has is refused', async () => {
    expect(await post('/agents/support/rename', { name: 'helper' })).toMatchObject({
      status: 409,
      body: { code: 'lifecycle.name_taken' },
    });
  });
});

describe('undo', () => {
  test('is refused while a later change concerns the same names, and twice', async () => {
    const first = await act('/agents/support/rename', { name: 'A' });
    const second = await act('/agents/support/rename', { name: 'B' });
    expect(await post(`/agents/changes/${first.id}/undo`, {})).toMatchObject({
      body: { code: 'lifecycle.changed_since' },
    });
    await undo(second.id!);
    await undo(first.id!);
    expect(await post(`/agents/changes/${first.id}/undo`, {})).toMatchObject({ body: { code: 'lifecycle.undo_over' } });
  });

  test('is over after 30 days', async () => {
    const made = await act('/agents/support/rename', { name: 'C' });
    const late = world.person('operator', 'tea_1');
    const clock = { ...late.clock, now: () => world.clock.now() + 31 * 86_400_000 };
    expect(await post(`/agents/changes/${made.id}/undo`, {}, { ...late, clock })).toMatchObject({
      body: { code: 'lifecycle.undo_over' },
    });
    await undo(made.id!);
  });
});

describe('rights', () => {
  const verbs = [
    ['/agents/support/rename', { name: 'X' }],
    ['/agents/support/merge', { into: 'helper' }],
    ['/agents/support/split', { name: 'support', service: 's' }],
    ['/agents/support/owner', { personId: null }],
    ['/agents/names/ignore', { teamId: 'tea_1', name: 'x' }],
    ['/agents/names/restore', { teamId: 'tea_1', name: 'x' }],
  ] as const;

  test.each(verbs)('%s: a viewer is refused, another team sees nothing, nothing is written', async (path, body) => {
    const before = await world.events();
    expect((await post(path, body, world.person('viewer', 'tea_1'))).status).toBe(403);
    const stranger = await post(path, body, world.person('operator', 'tea_2'));
    expect([403, 404]).toContain(stranger.status);
    expect(await world.events()).toEqual(before);
  });

  test('a key that only reads changes nothing', async () => {
    const key = { kind: 'key', id: 'key_1', teamId: 'tea_1', agent: null, environment: null } as const;
    for (const [path, body] of verbs)
      expect((await post(path, body, world.ctx({ ...key, scopes: ['read'] }))).status).toBe(403);
  });

  test('agents of two teams are not merged, and are told what to do', async () => {
    const refused = await post('/agents/support/merge', { into: 'other' }, world.person('operator', null));
    expect(refused).toMatchObject({ status: 409, body: { code: 'lifecycle.other_team' } });
    expect(refused.body['detail']).toContain('hand it over first');
  });
});

test('who owns an agent is a fact with an event; of a name had first elsewhere it clears the mark', async () => {
  await world.send('support', 1, { team_id: 'tea_2' });
  await world.settle();
  const page = async () =>
    (await call(world.ctx(), '/agents/support-2')).body as { agent: { aspect: unknown; owner: unknown } };
  expect((await page()).agent.aspect).toMatchObject({
    health: 'caution',
    reasons: [{ code: 'foreign_name' }],
  });
  const owned = await post('/agents/support-2/owner', { personId: 'per_1' }, world.person('operator', 'tea_2'));
  expect(owned.body).toMatchObject({ agent: { owner: { id: 'per_1', name: 'Ada' } } });
  await world.settle();
  expect((await page()).agent.aspect).toMatchObject({ health: 'clear', reasons: [] });
  const [row] = await world.warehouse.query<{ n: string }>(
    "SELECT count() AS n FROM runs FINAL WHERE is_deleted = 0 AND has(marks, 'foreign_agent')",
  );
  expect(row!.n).toBe('0');
  expect((await world.events()).at(-1)).toMatchObject({ type: 'agent.owner_named', payload: { after: 'per_1' } });
  expect((await post('/agents/support-2/owner', { personId: 'per_9' }, world.person('operator', 'tea_2'))).status).toBe(
    404,
  );
}, 60_000);
