import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { spanRow } from '../../../ingest/spool/rows.fixture.ts';
import { changedRuns } from '../../monitoring/index.ts';
import { insertSpans, type LifecycleWorld, minute, openLifecycleWorld } from '../world.fixture.ts';
import { agentsIn } from './agents-in.ts';

let world: LifecycleWorld;
beforeAll(async () => {
  world = await openLifecycleWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  for (const table of ['spans', 'steps', 'runs', 'invocations'])
    await world.warehouse.command(`TRUNCATE TABLE ${table}`);
  await world.state.db.deleteFrom('ops_cursors').execute();
});

const ids = { trace_id: 'a'.repeat(32), span_id: 'b'.repeat(16), parent_span_id: '' };
const at = (second: number) => ({ bucket: minute, start_time: BigInt(minute + second) * 1_000_000_000n, marks: [] });

/** Who is seen in all runs there are; `state` replaces what the rebuild says of them. */
async function seen(state?: 'running' | 'settled') {
  await world.settle();
  const changes = await changedRuns(world.warehouse, 'wsp_1', null, 1000);
  const told = changes.map((one) => (state === undefined ? one : { ...one, run: { ...one.run, state } }));
  const agents = await agentsIn(world.warehouse, 'wsp_1', told);
  return agents.map(({ teamId, key }) => [teamId, key]);
}

test('in a trace of two teams each agent is of the team whose key sent it', async () => {
  await insertSpans(world.warehouse, [
    spanRow({ ...ids, ...at(1), agent: 'planner' }),
    spanRow({
      ...ids,
      ...at(2),
      span_id: 'c'.repeat(16),
      parent_span_id: ids.span_id,
      agent: 'refunds',
      team_id: 'tea_2',
    }),
  ]);
  expect(await seen()).toEqual([
    ['tea_1', 'planner'],
    ['tea_2', 'refunds'],
  ]);
});

test('a service is an agent only once no span can name another', async () => {
  const loose = { agent: '', kind: 'llm', service: 'mail-desk' } as const;
  await insertSpans(world.warehouse, [spanRow({ ...ids, ...at(1), ...loose, parent_span_id: 'd'.repeat(16) })]);
  expect(await seen('running')).toEqual([]);
  expect(await seen('settled')).toEqual([['tea_1', 'mail-desk']]);
});

test('an agent that a span names is one at once', async () => {
  await world.send('clerk');
  expect(await seen('running')).toEqual([['tea_1', 'clerk']]);
});

test('what is deleted, or of another workspace, is nobody', async () => {
  await world.send('clerk');
  await world.settle();
  const changes = await changedRuns(world.warehouse, 'wsp_1', null, 1000);
  expect(await agentsIn(world.warehouse, 'wsp_2', changes)).toEqual([]);
  const gone = changes.map((one) => ({ ...one, deleted: true }));
  expect(await agentsIn(world.warehouse, 'wsp_1', gone)).toEqual([]);
});

test('the earliest start of each is told, and the first comes first', async () => {
  await world.send('second', 2, { ...at(40) });
  await world.send('first', 2, { ...at(5) });
  await world.settle();
  const changes = await changedRuns(world.warehouse, 'wsp_1', null, 1000);
  const agents = await agentsIn(world.warehouse, 'wsp_1', changes);
  expect(agents.map(({ key, firstAt }) => [key, firstAt.getTime() - minute * 1000])).toEqual([
    ['first', 5_000],
    ['second', 40_000],
  ]);
});
