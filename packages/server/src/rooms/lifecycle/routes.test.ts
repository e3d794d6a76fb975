import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Warehouse } from '../../ports/warehouse.ts';
import { spanRow } from '../../ingest/spool/rows.fixture.ts';
import { AppError } from '../../spine/errors.ts';
import { AgentHistory, AgentList, AgentNames, AgentOverview, AgentSuggestions } from './contract.ts';
import { callerOf } from './routes.fixture.ts';
import { insertSpans, type LifecycleWorld, minute, openLifecycleWorld } from './world.fixture.ts';

let world: LifecycleWorld;
let call: ReturnType<typeof callerOf>;
const [outer, inner] = ['a'.repeat(16), 'b'.repeat(16)];

beforeAll(async () => {
  world = await openLifecycleWorld();
  call = callerOf(world.warehouse);
  await world.send('billing', 30, { environment: 'prod', release: '1.0' });
  await world.send('billing', 30, { environment: 'prod', release: '1.1', failed: true, status: 2 });
  await world.send('billing', 5, { environment: 'dev', release: '1.1' });
  await world.send('quiet', 1, { team_id: 'tea_2' });
  // One agent that calls another, within one run.
  const own = { trace_id: 'f'.repeat(32), bucket: minute, start_time: BigInt(minute) * 1_000_000_000n, marks: [] };
  await insertSpans(world.warehouse, [
    spanRow({ ...own, span_id: outer, parent_span_id: '', agent: 'planner' }),
    spanRow({ ...own, span_id: inner, parent_span_id: outer, agent: 'billing' }),
  ]);
  for (let n = 0; n < 4; n++) {
    const loose = { ...own, trace_id: n.toString().repeat(32).replaceAll('0', 'e'), agent: '', service: 'graph' };
    await insertSpans(world.warehouse, [
      spanRow({ ...loose, span_id: outer, parent_span_id: '', kind: 'chain', name: 'research_node' }),
      spanRow({ ...loose, span_id: inner, parent_span_id: outer, kind: 'llm' }),
    ]);
  }
  await world.mature();
});
afterAll(() => world.close());

const list = async (query = '', ctx = world.ctx()): Promise<AgentList> =>
  AgentList.strict().parse((await call(ctx, `/agents?${query}`)).body);
const keys = (page: AgentList): string[] => page.items.map((one) => one.key);

test('every answer is what the contract says', async () => {
  for (const [schema, path] of [
    [AgentList, '/agents'],
    [AgentOverview, '/agents/billing'],
    [AgentHistory, '/agents/billing/history'],
    [AgentNames, '/agents/names'],
    [AgentSuggestions, '/agents/suggestions'],
  ] as const) {
    const { status, body } = await call(world.ctx(), path);
    expect(status, path).toBe(200);
    expect(schema.strict().parse(body), path).toEqual(body);
  }
});

describe('the list', () => {
  test('joins the catalog with figures and aspect; the worst comes first', async () => {
    const page = await list();
    expect(keys(page)[0]).toBe('billing');
    expect(page).toMatchObject({ total: 4, readable: true, waiting: 0, byHealth: { danger: 1 } });
    expect(page.items[0]).toMatchObject({
      teamName: 'Team tea_1',
      owner: null,
      figures: { invocations: 66, topLevel: 65, outcomes: { failed: { count: 30 } }, inputTokens: 6500 },
      aspect: { health: 'danger', authority: 'full', reasons: [{ code: 'failures' }] },
    });
    expect(page.items[0]!.figures!.series.invocations.reduce((a, b) => a + b)).toBe(66);
  });

  test('of one environment or release holds who worked in it', async () => {
    expect((await list('environment=dev')).items.map((one) => [one.key, one.figures!.invocations])).toEqual([
      ['billing', 5],
    ]);
    expect((await list('release=1.0')).items[0]!.figures!.invocations).toBe(30);
    expect(keys(await list('environment=nowhere'))).toEqual([]);
  });

  test('of a time without runs is dark, and says when each last ran', async () => {
    const page = await list('from=2026-11-22T04:00:00Z&to=2026-11-22T05:00:00Z');
    expect(page.byHealth).toEqual({ danger: 0, caution: 0, dark: 4, clear: 0 });
    expect(page.items[0]!.lastAt).toMatch(/^2026-11-22T05:24/);
    expect(page.items[0]!.aspect.reasons[0]!.sentence).toContain('has not run in 60 minutes');
  });

  test.each([
    ['name', 'down', ['billing', 'graph', 'planner', 'quiet']],
    ['name', 'up', ['quiet', 'planner', 'graph', 'billing']],
    ['invocations', 'down', ['billing', 'graph']],
    ['failures', 'down', ['billing']],
    ['completion', 'up', ['billing']],
  ])('by %s, %s', async (sort, order, first) => {
    expect(keys(await list(`sort=${sort}&order=${order}`)).slice(0, first.length)).toEqual(first);
  });

  test.each(['health', 'name', 'cost', 'p95', 'lastAt'])('by %s goes on page after page', async (sort) => {
    const whole = keys(await list(`sort=${sort}`));
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: AgentList = await list(`sort=${sort}&limit=1${cursor && `&cursor=${cursor}`}`);
      seen.push(...keys(page));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(whole);
  });

  test('is searched and filtered', async () => {
    expect(keys(await list('q=BILL'))).toEqual(['billing']);
    expect(keys(await list('health=danger'))).toEqual(['billing']);
    expect(keys(await list('teamId=tea_2'))).toEqual(['quiet']);
    expect((await list('unclaimed=true')).total).toBe(4);
  });

  test('is of what one may see', async () => {
    expect(keys(await list('', world.person('viewer', 'tea_2')))).toEqual(['quiet']);
    const { id } = await world.agent('tea_1', 'planner');
    const narrow = world.person('viewer', 'tea_1', { agentId: id, agentNames: ['planner'] });
    expect(keys(await list('', narrow))).toEqual(['planner']);
    const inDev = world.person('viewer', 'tea_1', { environment: 'dev' });
    expect((await list('q=billing', inDev)).items[0]!.figures!.invocations).toBe(5);
    expect((await call({ ...world.ctx(), workspaceId: 'wsp_2' }, '/agents')).body).toMatchObject({ items: [] });
    expect((await call(world.ctx({ kind: 'guest', id: 'guest' }), '/agents')).status).toBe(403);
  });

  test('stands without figures while the warehouse is away, and says so', async () => {
    const away = { ...world.warehouse, query: async () => Promise.reject(new AppError('warehouse.unavailable')) };
    const page = AgentList.parse((await callerOf(away as Warehouse)(world.ctx(), '/agents')).body);
    expect(page).toMatchObject({ readable: false, byHealth: { dark: 4 } });
    expect(page.items[0]!.aspect.reasons[0]).toMatchObject({ code: 'unreadable' });
    expect((await callerOf(away as Warehouse)(world.ctx(), '/agents/billing')).body).toMatchObject({ readable: false });
  });
});

describe('one agent', () => {
  const overview = async (id: string, ctx = world.ctx()): Promise<AgentOverview> =>
    AgentOverview.parse((await call(ctx, `/agents/${id}`)).body);

  test('by release and environment, adding up to the whole', async () => {
    const page = await overview('billing');
    const by = (list: AgentOverview['byRelease']) => list.map((one) => [one.value, one.figures.invocations]);
    expect(by(page.byRelease)).toEqual(
      expect.arrayContaining([
        ['1.0', 30],
        ['1.1', 35],
      ]),
    );
    expect(page.byRelease.reduce((sum, one) => sum + one.figures.invocations, 0)).toBe(66);
    expect(by(page.byEnvironment)).toEqual(
      expect.arrayContaining([
        ['dev', 5],
        ['prod', 60],
      ]),
    );
    expect(page.byEnvironment.reduce((sum, one) => sum + one.figures.invocations, 0)).toBe(66);
  });

  test('who calls whom, of what one may see', async () => {
    expect((await overview('billing')).callers).toEqual([
      { key: 'planner', teamId: 'tea_1', slug: 'planner', name: 'planner', invocations: 1 },
    ]);
    expect((await overview('planner')).callees).toMatchObject([{ key: 'billing', invocations: 1 }]);
    const { id } = await world.agent('tea_1', 'billing');
    const narrow = world.person('viewer', 'tea_1', { agentId: id, agentNames: ['billing'] });
    expect((await overview('billing', narrow)).callers).toEqual([]);
  });

  test('by id or slug; what is not there and what is not to be seen answer alike', async () => {
    const { id } = await world.agent('tea_1', 'billing');
    expect((await overview(id)).agent.slug).toBe('billing');
    const unseen = await call(world.person('viewer', 'tea_2'), '/agents/billing');
    const absent = await call(world.person('viewer', 'tea_2'), '/agents/nobody');
    expect(unseen).toEqual(absent);
    expect(absent).toMatchObject({ status: 404, body: { code: 'lifecycle.not_found' } });
  });

  test('has its history', async () => {
    const { body } = await call(world.person('viewer', 'tea_1'), '/agents/billing/history');
    expect(body['items']).toMatchObject([{ type: 'agent.observed', payload: { key: 'billing' } }]);
  });
});

test('a name without an agent waits, and is told to those of its team', async () => {
  const { state } = world;
  await state.db.deleteFrom('agents').where('key', '=', 'quiet').execute();
  expect((await list()).waiting).toBe(1);
  const names = async (ctx = world.ctx()) => AgentNames.parse((await call(ctx, '/agents/names')).body).waiting;
  expect(await names()).toMatchObject([{ teamId: 'tea_2', name: 'quiet', invocations: 1 }]);
  expect(await names(world.person('viewer', 'tea_1'))).toEqual([]);
});

test('steps that look like agents are suggested, and are no agents', async () => {
  const { body } = await call(world.ctx(), '/agents/suggestions');
  expect(body['items']).toMatchObject([{ teamId: 'tea_1', service: 'graph', name: 'research_node', steps: 4 }]);
  expect(keys(await list())).not.toContain('research_node');
  expect((await call(world.person('viewer', 'tea_2'), '/agents/suggestions')).body).toEqual({ items: [] });
});

test('a reassembly that is not there is not found', async () => {
  expect((await call(world.ctx(), '/reassemblies/rea_0')).status).toBe(404);
});
