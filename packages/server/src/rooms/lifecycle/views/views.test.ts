import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SpanRow } from '../../../ingest/rows.ts';
import { spanRow } from '../../../ingest/spool/rows.fixture.ts';
import { AppError } from '../../../spine/errors.ts';
import { agentToChange, findAgent } from '../registry/find-agent.ts';
import { insertSpans, type LifecycleWorld, minute, openLifecycleWorld } from '../world.fixture.ts';
import { agentHistory } from './agent-history.ts';
import { dependencies } from './dependencies.ts';
import { getReassembly } from './get-reassembly.ts';
import { impactOf } from './impact.ts';
import { suggestAgents } from './suggest-agents.ts';
import { windowOf } from './window.ts';

let world: LifecycleWorld;
const hexOf = (n: number, digits: number): string => n.toString(16).padStart(digits, '0');
const span = (trace: number, id: number, parent: number | null, more: Partial<SpanRow>): SpanRow =>
  spanRow({
    ...{ trace_id: hexOf(trace + 0xabc000, 32), span_id: hexOf(id, 16) },
    parent_span_id: parent === null ? '' : hexOf(parent, 16),
    ...{ bucket: minute, start_time: BigInt(minute + id) * 1_000_000_000n, marks: [] },
    ...more,
  });

beforeAll(async () => {
  world = await openLifecycleWorld();
  const rows: SpanRow[] = [];
  for (let trace = 1; trace <= 3; trace++)
    rows.push(
      span(trace, 1, null, { agent: 'desk' }),
      span(trace, 2, 1, { agent: 'refunds' }),
      span(trace, 3, 1, { agent: 'auditor', team_id: 'tea_2' }),
      span(trace, 4, 2, { agent: 'refunds' }),
    );
  // The same name from two services.
  rows.push(span(10, 1, null, { agent: 'helper', service: 'web' }));
  rows.push(span(11, 1, null, { agent: 'helper', service: 'billing' }));
  rows.push(span(11, 2, 1, { agent: 'helper', service: 'billing' }));
  // Steps that call a model and say no agent: one often, one too seldom, one that an agent stands for.
  for (let trace = 20; trace < 25; trace++) {
    rows.push(span(trace, 1, null, { agent: '', kind: 'chain', name: 'plan_node', service: 'graph' }));
    rows.push(span(trace, 2, 1, { agent: '', kind: 'llm', service: 'graph' }));
  }
  rows.push(span(30, 1, null, { agent: '', kind: 'chain', name: 'once', service: 'graph' }));
  rows.push(span(30, 2, 1, { agent: '', kind: 'llm', service: 'graph' }));
  for (let trace = 40; trace < 45; trace++) {
    rows.push(span(trace, 1, null, { agent: 'declared', kind: 'agent', name: 'declared_step' }));
    rows.push(span(trace, 2, 1, { agent: '', kind: 'llm' }));
    rows.push(span(trace, 3, 1, { agent: '', kind: 'chain', name: 'no_model' }));
  }
  await insertSpans(world.warehouse, rows);
  await world.mature();
}, 60_000);
afterAll(() => world.close());

const place = { workspaceId: 'wsp_1', teamId: 'tea_1' };
const window = windowOf({ from: '2026-11-22T05:00:00Z', to: '2026-11-22T06:00:00Z' }, 0);
const calls = async (key: string, teamId = 'tea_1', ctx = world.ctx()) => {
  const agent = await findAgent(world.ctx(), (await world.agent(teamId, key)).id);
  const { callers, callees } = await dependencies(ctx, world.warehouse, agent, window);
  const told = (list: typeof callers) => list.map((one) => [one.key, one.invocations]);
  return { callers: told(callers), callees: told(callees) };
};

describe('who calls whom', () => {
  test('is counted by invocations, itself included', async () => {
    expect(await calls('desk')).toEqual({ callers: [], callees: [['refunds', 3]] });
    expect(await calls('refunds')).toEqual({
      callers: [
        ['desk', 3],
        ['refunds', 3],
      ],
      callees: [['refunds', 3]],
    });
  });

  test("another team's part of a trace is that team's own run: nobody there called it", async () => {
    expect(await calls('auditor', 'tea_2')).toEqual({ callers: [], callees: [] });
  });

  test('who may not see a neighbour does not learn of it', async () => {
    const { id } = await world.agent('tea_1', 'desk');
    const narrow = world.person('viewer', 'tea_1', { agentId: id, agentNames: ['desk'] });
    expect(await calls('desk', 'tea_1', narrow)).toEqual({ callers: [], callees: [] });
    expect(await calls('desk', 'tea_1', world.person('viewer', 'tea_1'))).toMatchObject({ callees: [['refunds', 3]] });
  });

  test('of another time there is nobody', async () => {
    const agent = await findAgent(world.ctx(), 'desk');
    const later = windowOf({ from: '2026-11-22T07:00:00Z', to: '2026-11-22T08:00:00Z' }, 0);
    expect(await dependencies(world.ctx(), world.warehouse, agent, later)).toEqual({ callers: [], callees: [] });
  });
});

describe('what a change would move', () => {
  test('of a whole agent, by its key', async () => {
    const impact = await impactOf(world.warehouse, place, { key: 'refunds' });
    expect(impact).toMatchObject({ runs: 3, invocations: 6 });
    expect(impact!.firstAt! < impact!.lastAt!).toBe(true);
  });

  test('of a name, from one service or from all', async () => {
    const of = async (service: string) => {
      const { runs, invocations } = (await impactOf(world.warehouse, place, { name: 'helper', service }))!;
      return [runs, invocations];
    };
    expect(await of('')).toEqual([2, 3]);
    expect(await of('billing')).toEqual([1, 2]);
    expect(await of('web')).toEqual([1, 1]);
  });

  test('of nothing, of another team or workspace, is nothing', async () => {
    const none = { runs: 0, invocations: 0, firstAt: null, lastAt: null };
    expect(await impactOf(world.warehouse, place, { key: 'nobody' })).toEqual(none);
    expect(await impactOf(world.warehouse, { ...place, teamId: 'tea_2' }, { key: 'refunds' })).toEqual(none);
    expect(await impactOf(world.warehouse, { ...place, workspaceId: 'wsp_2' }, { key: 'refunds' })).toEqual(none);
  });

  test('a name is a value, never a part of the question', async () => {
    const hostile = "x' OR 1=1 --";
    expect(await impactOf(world.warehouse, place, { key: hostile })).toMatchObject({ invocations: 0 });
    expect(await impactOf(world.warehouse, place, { name: hostile, service: hostile })).toMatchObject({ runs: 0 });
  });
});

test('suggested are steps that call a model often and say no agent', async () => {
  const { items } = await suggestAgents(world.ctx(), world.warehouse);
  expect(items.map(({ name, service, steps }) => [name, service, steps])).toEqual([['plan_node', 'graph', 5]]);
  const elsewhere = { ...world.ctx(), workspaceId: 'wsp_2' };
  expect((await suggestAgents(elsewhere, world.warehouse)).items).toEqual([]);
});

describe('an agent by its address', () => {
  const refusal = (act: Promise<unknown>) =>
    act.then(
      () => 'done',
      (error: unknown) => (error instanceof AppError ? error.code : 'defect'),
    );

  test('is seen by who may: its team, a grant on it, or on an environment of its team', async () => {
    const { id } = await world.agent('tea_1', 'desk');
    const seers = [
      world.person('viewer', null),
      world.person('viewer', 'tea_1'),
      world.person('business_owner', 'tea_1'),
      world.person('viewer', 'tea_1', { agentId: id, agentNames: ['desk'] }),
      world.person('viewer', 'tea_1', { environment: 'prod' }),
    ];
    for (const ctx of seers) expect(await refusal(findAgent(ctx, id))).toBe('done');
    const blind = [
      world.person('viewer', 'tea_2'),
      world.person('viewer', 'tea_1', { agentId: 'agt_other', agentNames: ['other'] }),
      world.person('viewer', 'tea_2', { environment: 'prod' }),
    ];
    for (const ctx of blind) expect(await refusal(findAgent(ctx, id))).toBe('lifecycle.not_found');
    expect(await refusal(findAgent({ ...world.ctx(), workspaceId: 'wsp_2' }, id))).toBe('lifecycle.not_found');
  });

  test('is changed by who may change it, and by nobody who only sees it', async () => {
    const { id } = await world.agent('tea_1', 'desk');
    expect(await refusal(agentToChange(world.person('operator', 'tea_1'), id))).toBe('done');
    expect(await refusal(agentToChange(world.person('release_manager', null), id))).toBe('done');
    for (const role of ['viewer', 'auditor', 'business_owner', 'prompt_engineer', 'compliance'] as const)
      expect([role, await refusal(agentToChange(world.person(role, 'tea_1'), id))]).toEqual([role, 'access.denied']);
    // Sees all, may change one team's.
    const { actor } = world.person('viewer', null);
    const { actor: mine } = world.person('operator', 'tea_2');
    const both = world.ctx({
      ...(actor as Extract<typeof actor, { kind: 'person' }>),
      grants: [actor, mine].flatMap((one) => (one.kind === 'person' ? one.grants : [])),
    });
    expect(await refusal(agentToChange(both, id))).toBe('access.denied');
  });
});

test('a history is of one agent, with the names of those who acted', async () => {
  const { id } = await world.agent('tea_1', 'desk');
  const { items } = await agentHistory(world.ctx(), id);
  expect(items.map(({ type, actor, actorName }) => [type, actor, actorName])).toEqual([
    ['agent.observed', 'system', null],
  ]);
});

test('how far runs have followed is asked by those who see agents', async () => {
  const nobody = world.ctx({ kind: 'guest', id: 'guest' });
  await expect(getReassembly(nobody, 'rea_1')).rejects.toMatchObject({ code: 'access.denied' });
  await expect(getReassembly(world.ctx(), 'rea_1')).rejects.toMatchObject({ code: 'lifecycle.not_found' });
});
