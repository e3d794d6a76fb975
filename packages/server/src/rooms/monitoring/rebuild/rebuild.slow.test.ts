import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Database } from '../../../ports/database.ts';
import type { Warehouse } from '../../../ports/warehouse.ts';
import { steppedClock } from '../../../spine/clock.ts';
import { reassemblyProgress, requestReassembly } from './reassembly.ts';
import { readMoving } from './settling.ts';
import { RebuildRig, span, start, traceId, whole } from './rig.fixture.ts';

let rig: RebuildRig;
let warehouse: Warehouse;
let state: Database;
beforeAll(async () => {
  rig = await RebuildRig.open();
  ({ warehouse, state } = rig);
});
afterAll(() => rig.close());
beforeEach(() => rig.clear());

test('more traces at once than fit one statement', async () => {
  const many = Array.from({ length: 9_000 }, (_, n) => span(n + 1, 'a', ''));
  await rig.insert(many);
  const clock = steppedClock(start);
  await rig.until(
    async () => (await rig.one<{ n: string }>('SELECT count() AS n FROM runs FINAL')).n === '9000',
    clock,
  );
  await rig.insert(
    many.map((row) => ({ ...row, span_id: 'b'.padEnd(16, '0'), parent_span_id: row.span_id, kind: 'tool' as const })),
    clock.now(),
  );
  clock.advance(31_000);
  await rig.until(
    async () =>
      (await rig.one<{ n: string }>("SELECT count() AS n FROM runs FINAL WHERE state = 'settled' AND steps = 2")).n ===
      '9000',
    clock,
  );
}, 60_000);

test('a run without a time settles as one that ended, also when another process goes on with it', async () => {
  const clock = steppedClock(start);
  const timeless = { duration_ns: null, marks: ['synthetic_time' as const] };
  await rig.insert([span(1, 'a', '', timeless), span(2, 'a', '', { duration_ns: null, marks: ['no_end'] })]);
  const states = () =>
    warehouse.query<{ state: string }>('SELECT state FROM runs FINAL WHERE is_deleted = 0 ORDER BY trace_id');
  await rig.until(async () => (await states()).length === 2, clock);
  expect(await readMoving(warehouse)).toMatchObject([{ ended: true }, { ended: false }]);
  clock.advance(31_000);
  await rig.until(async () => (await states())[0]!.state !== 'running', clock);
  expect((await states()).map(({ state: one }) => one)).toEqual(['settled', 'running']);
}, 60_000);

test('agents merged, and the merge undone, give the figures they had', async () => {
  const clock = steppedClock(start);
  await sql`insert into workspaces (id, name, created_at, content_key) values ('wsp_1', 'w', now(), '') on conflict do nothing`.execute(
    state.db,
  );
  await sql`insert into teams (id, workspace_id, name, slug, created_at) values ('tea_1', 'wsp_1', 't', 't', now()) on conflict do nothing`.execute(
    state.db,
  );
  await sql`insert into agents (id, workspace_id, team_id, slug, name, key, created_at)
    values ('agt_1', 'wsp_1', 'tea_1', 'support', 'Support', 'support', now()) on conflict do nothing`.execute(
    state.db,
  );
  await rig.insert([
    ...whole(1),
    ...whole(2),
    ...whole(3).map((row) => (row.agent === '' ? row : { ...row, agent: 'helper' })),
  ]);
  await rig.until(rig.rolledUp(), clock);
  const figures = async (): Promise<unknown> => ({
    runs: await warehouse.query(
      'SELECT agent, count() AS n, sum(steps) AS steps, sum(input_tokens) AS input FROM runs FINAL WHERE is_deleted = 0 GROUP BY agent ORDER BY agent',
    ),
    invocations: await warehouse.query(
      'SELECT agent, count() AS n FROM invocations FINAL WHERE is_deleted = 0 GROUP BY agent ORDER BY agent',
    ),
    hours: await warehouse.query(
      'SELECT agent, sum(spans) AS spans, sum(runs) AS runs, sum(errors) AS errors FROM metrics_1h FINAL GROUP BY agent HAVING spans > 0 ORDER BY agent',
    ),
  });
  const before = await figures();
  expect(before).toMatchObject({
    runs: [
      { agent: 'helper', n: '1' },
      { agent: 'support', n: '2' },
    ],
  });
  const changeNames = async (change: ReturnType<typeof sql>): Promise<void> => {
    const id = await state.transact(async (tx) => {
      await change.execute(tx);
      return requestReassembly(tx, 'wsp_1', { column: 'agent', teamId: 'tea_1', values: ['helper'] });
    });
    await rig.until(async (job) => {
      const progress = await reassemblyProgress(state.db, 'wsp_1', id);
      return progress?.finishedAt != null && job.openMinutes('wsp_1').also.length === 0;
    }, clock);
    expect(await reassemblyProgress(state.db, 'wsp_1', id)).toMatchObject({ total: 1, done: 1 });
    expect(await reassemblyProgress(state.db, 'wsp_2', id)).toBeNull();
  };
  await changeNames(
    sql`insert into agent_aliases (workspace_id, team_id, alias, agent_id) values ('wsp_1', 'tea_1', 'helper', 'agt_1')`,
  );
  expect(await figures()).toMatchObject({
    runs: [{ agent: 'support', n: '3', steps: '9', input: '300' }],
    invocations: [{ agent: 'support', n: '3' }],
    hours: [{ agent: 'support', spans: '9', runs: '3', errors: '3' }],
  });
  await rig.insert(
    whole(4).map((row) => (row.agent === '' ? row : { ...row, agent: 'helper' })),
    clock.now(),
  );
  await rig.until(
    async () => (await rig.one<{ n: string }>("SELECT count() AS n FROM runs FINAL WHERE agent = 'support'")).n === '4',
    clock,
  );
  await warehouse.command(`DELETE FROM spans WHERE trace_id = '${traceId(4)}'`);
  for (const table of ['steps', 'runs', 'invocations'])
    await warehouse.command(`DELETE FROM ${table} WHERE trace_id = '${traceId(4)}'`);
  await changeNames(sql`delete from agent_aliases where alias = 'helper'`);
  expect(await figures()).toEqual(before);
}, 60_000);
