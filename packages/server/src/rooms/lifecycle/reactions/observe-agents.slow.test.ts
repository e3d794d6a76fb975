import { afterAll, beforeAll, expect, test } from 'vitest';
import { spanRow } from '../../../ingest/spool/rows.fixture.ts';
import { changedRuns } from '../../monitoring/index.ts';
import { AgentWatch } from '../jobs.ts';
import { insertSpans, type LifecycleWorld, minute, openLifecycleWorld } from '../world.fixture.ts';
import { mostAnHour, observeAgents } from './observe-agents.ts';

let world: LifecycleWorld;
beforeAll(async () => {
  world = await openLifecycleWorld();
});
afterAll(() => world.close());

const catalog = (teamId = 'tea_1') =>
  world.state.db
    .selectFrom('agents')
    .where('team_id', '=', teamId)
    .orderBy('id')
    .select(['key', 'slug', 'name', 'owner_id', 'same_name_as', 'put_away'])
    .execute();

test('an agent seen for the first time gets its row, unclaimed, once, with its event', async () => {
  await world.send('Refund clerk', 3);
  await world.settle();
  expect(await catalog()).toEqual([
    {
      key: 'Refund clerk',
      slug: 'refund-clerk',
      name: 'Refund clerk',
      owner_id: null,
      same_name_as: null,
      put_away: null,
    },
  ]);
  await world.send('Refund clerk', 2);
  await world.settle();
  const observed = (await world.events()).filter((event) => event.type === 'agent.observed');
  expect(observed.map(({ actor, payload }) => [actor, payload])).toEqual([
    ['system', { teamId: 'tea_1', key: 'Refund clerk', sameNameAs: null }],
  ]);
  const { first_seen_at } = await world.agent('tea_1', 'Refund clerk');
  expect(first_seen_at!.toISOString().slice(0, 16)).toBe('2026-11-22T05:24');
});

test('killed between the effect and the cursor it begins again, and nothing is there twice', async () => {
  await world.send('twice', 1);
  await world.settle();
  await world.state.db.deleteFrom('ops_cursors').where('subscription', '=', 'lifecycle.agents').execute();
  const { state } = world;
  const broken = {
    ...state,
    transact: <T>(body: Parameters<typeof state.transact<T>>[0]): Promise<T> =>
      state.transact(async (tx) => {
        await body(tx);
        throw new Error('killed');
      }),
  };
  await world.send('thrice', 1);
  await world.settle().catch(() => {});
  await state.db.deleteFrom('ops_cursors').where('subscription', '=', 'lifecycle.agents').execute();
  await state.db.deleteFrom('agents').where('key', '=', 'thrice').execute();
  await expect(observeAgents({ ...world.ctx(), state: broken }, world.warehouse)).rejects.toThrow('killed');
  expect((await catalog()).map((one) => one.key)).not.toContain('thrice');
  while ((await observeAgents(world.ctx(), world.warehouse)) > 0);
  expect((await catalog()).map((one) => one.key)).toEqual(['Refund clerk', 'twice', 'thrice']);
});

test("in another team the name is that team's own, and its runs say who had it first", async () => {
  await world.send('Refund clerk', 1, { team_id: 'tea_2' });
  await world.settle();
  const first = await world.agent('tea_1', 'Refund clerk');
  expect(await catalog('tea_2')).toMatchObject([{ slug: 'refund-clerk-2', same_name_as: first.id }]);
  const changes = await changedRuns(world.warehouse, 'wsp_1', null, 1000);
  const marks = (teamId: string) =>
    new Set(changes.filter((one) => one.run.teamId === teamId).flatMap((one) => one.run.marks));
  expect([...marks('tea_2')]).toContain('foreign_agent');
  expect([...marks('tea_1')]).not.toContain('foreign_agent');
});

test('who invents names fills no catalog: above the bound they wait, and later they come', async () => {
  const before = (await catalog()).length;
  const rows = Array.from({ length: mostAnHour + 5 }, (_, n) => {
    const ids = { trace_id: `c${n.toString(16).padStart(31, '0')}`, span_id: 'd'.repeat(16), parent_span_id: '' };
    return spanRow({
      ...ids,
      bucket: minute,
      start_time: BigInt(minute) * 1_000_000_000n,
      agent: `invented ${n}`,
      marks: [],
    });
  });
  await insertSpans(world.warehouse, rows);
  await world.settle();
  expect(await catalog()).toHaveLength(mostAnHour);
  world.clock.advance(3_700_000);
  await world.send(`invented ${mostAnHour + 4}`);
  await world.settle();
  expect((await catalog()).length).toBe(mostAnHour + 1);
  expect(before).toBeLessThan(mostAnHour);
}, 60_000);

test('removed telemetry puts unclaimed agents away; they come back when they send again', async () => {
  const { state } = world;
  await state.db.updateTable('agents').set({ owner_id: 'per_1' }).where('key', '=', 'twice').execute();
  const { change } = await import('../../../spine/ledger/change.ts');
  await change(world.ctx(), async ({ append }) =>
    append({ type: 'telemetry.removed', v: 1, resource: 'tea_1', payload: { reason: 'test' } }),
  );
  const facts = { onAdvanced: () => () => {} };
  const errors: unknown[] = [];
  const watch = new AgentWatch({ ...world, facts, onError: (error) => errors.push(error) });
  watch.start();
  await expect
    .poll(async () => (await catalog()).filter((one) => one.put_away === null).map((one) => one.key), { timeout: 5000 })
    .toEqual(['twice']);
  await watch.stop();
  expect(errors).toEqual([]);
  await world.send('thrice');
  await world.settle();
  expect((await world.agent('tea_1', 'thrice')).put_away).toBeNull();
  const told = (await world.events()).filter((event) => /put_away|returned/.test(event.type));
  const { id } = await world.agent('tea_1', 'thrice');
  expect(told.filter((event) => event.resource === id).map((event) => event.type)).toEqual([
    'agent.put_away',
    'agent.returned',
  ]);
});
