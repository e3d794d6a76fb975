import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MonitoringTables } from '../tables.ts';
import { forgetGroups } from './forget.ts';
import { killedTurns } from './killed-turns.fixture.ts';
import { FailureWorld } from './world.fixture.ts';

let first: FailureWorld;
beforeAll(async () => void (first = await FailureWorld.open()));
afterAll(() => first.close());

test('failing steps are grouped by what they say; runs that went well leave nothing', async () => {
  const world = await first.elsewhere();
  await world.run('order 1001 was not found');
  await world.run('order 1002 was not found', { minute: 5 });
  await world.run('connection reset by peer', { minute: 2 });
  await world.run(null, { minute: 9 });
  await world.follow();
  expect(await world.lines()).toEqual(['order <num> was not found ×2', 'connection reset by peer ×1']);
  const [found] = await world.list();
  expect(found).toMatchObject({
    ...{ agent: 'billing', class: 'tool_error', locus: { kind: 'tool', name: 'lookup' }, runs: 2, failedRuns: 0 },
    ...{ firstSeenAt: '2026-11-22T10:00:00.005Z', lastSeenAt: '2026-11-22T10:05:00.005Z', firstRelease: '1.0' },
    ...{ users: null, conversations: null, standing: { state: 'open', canUndo: false } },
  });
  expect(found!.points.reduce((sum, n) => sum + n, 0)).toBe(2);
  const other = await first.elsewhere();
  await other.run('order 1 was not found');
  await other.follow();
  expect((await other.list())[0]!.id).not.toBe(found!.id);
  expect(await other.lines()).toEqual(['order <num> was not found ×1']);
});

test('a run that failed, or was refused, without a failing step is one too', async () => {
  const world = await first.elsewhere();
  await world.run(null, { top: { outcome: 'failed', name: 'settle' } });
  await world.run(null, { minute: 1, step: { kind: 'llm', tool: '', model: 'm-1', refused: true } });
  await world.run('429 Too many requests', { minute: 2, top: { outcome: 'failed' } });
  await world.follow();
  const rows = (await world.list()).map((one) => [one.class, one.locus.name, one.template, one.failedRuns]);
  expect(rows).toEqual([
    ['rate_limited', 'lookup', '429 Too many requests', 1],
    ['refusal', 'm-1', '', 0],
    ['failed_outcome', 'settle', '', 1],
  ]);
});

test('what changes in a run changes its failures: mended, in another minute, or of another agent by now', async () => {
  const world = await first.elsewhere();
  const mended = await world.run('order 1 was not found', { step: { span_id: 'a'.repeat(16) } });
  const renamed = await world.run('order 2 was not found', { minute: 1 });
  await world.follow();
  expect(await world.lines()).toEqual(['order <num> was not found ×2']);
  const { warehouse, workspaceId } = world.telemetry;
  await warehouse.command(
    `ALTER TABLE spans UPDATE failed = 0, status = 0 WHERE workspace_id = '${workspaceId}' AND trace_id = '${mended}'`,
    {},
    { settings: { mutations_sync: 2 } },
  );
  await world.telemetry.rebuild(mended);
  await world.telemetry.rebuild(renamed, 'settled', { agent: 'invoices' });
  await world.follow();
  expect((await world.list()).map(({ agent, count }) => [agent, count])).toEqual([['invoices', 1]]);
  // Nothing is left of the first group, and what it holds of messages goes.
  world.clock.advance(7_200_000);
  const groups = () =>
    world.state.db
      .withTables<MonitoringTables>()
      .selectFrom('ops_failure_groups')
      .select('agent')
      .where('workspace_id', '=', workspaceId)
      .execute();
  expect(await groups()).toHaveLength(2);
  await world.state.db
    .withTables<MonitoringTables>()
    .updateTable('ops_failure_groups')
    .set({ created_at: new Date(0) })
    .execute();
  expect(await forgetGroups(world.ctx, warehouse)).toBe(1);
  expect(await groups()).toEqual([{ agent: 'invoices' }]);
  await world.telemetry.rebuild(renamed, 'settled', { agent: 'invoices', is_deleted: 1 });
  await world.follow();
  expect(await world.list()).toEqual([]);
});

test('killed anywhere in a turn, and done again: no occurrence twice, none lost', async () => {
  const world = await first.elsewhere();
  expect(await killedTurns(world, 2)).toBe(8);
  expect(await world.list()).toMatchObject([{ count: 2, runs: 2, template: 'tool <*> has no answer' }]);
});

test('whatever messages hold reaches neither SQL nor a bound', async () => {
  const world = await first.elsewhere();
  const hostile = ["'); DROP TABLE failures --", '\\', '\u0000{x:String}', 'é'.repeat(4_000)];
  for (const text of hostile)
    await world.run(text, { top: { user_id: text.slice(0, 60) }, step: { tool: `t${text.slice(0, 60)}` } });
  await world.follow();
  expect(await world.list()).toHaveLength(4);
  expect((await world.list()).every(({ users }) => users === 1)).toBe(true);
});
