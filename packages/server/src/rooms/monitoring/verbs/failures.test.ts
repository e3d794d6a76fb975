import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPerson } from '../../../access/verbs/create-person.ts';
import type { Actor, Role } from '../../../spine/actor.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { readLedger } from '../../../spine/ledger/read-ledger.ts';
import { FailureWorld } from '../failures/world.fixture.ts';
import { ten } from '../views/telemetry.fixture.ts';
import { assignFailure } from './assign-failure.ts';
import { muteFailure } from './mute-failure.ts';
import { reopenFailure } from './reopen-failure.ts';
import { resolveFailure } from './resolve-failure.ts';
import { undoFailure } from './undo-failure.ts';

let first: FailureWorld;
beforeAll(async () => void (first = await FailureWorld.open()));
afterAll(() => first.close());

const person = (role: Role, teamId: string | null = null): Actor => ({
  ...{ kind: 'person', id: 'per_1', sessionId: 'ses_1' },
  grants: [{ role, teamId, agentId: null, environment: null }],
});
const iso = (minutes: number): string => new Date((ten + minutes * 60) * 1000).toISOString();

/** A workspace with one failure, by its id, and somebody who may say something of it. */
async function one(): Promise<{ world: FailureWorld; id: string; ctx: Ctx }> {
  const world = await first.elsewhere();
  await world.run('order 1 was not found');
  await world.follow();
  return { world, id: (await world.list())[0]!.id, ctx: world.as(person('operator')) };
}
const events = async ({ ctx }: FailureWorld) =>
  (await readLedger(first.state.db, ctx.workspaceId, 1, 100)).map(({ type, actor, payload }) => ({
    type,
    actor,
    payload,
  }));

test('resolved, seen again in a later run: regressed, by the follower, once', async () => {
  const { world, id, ctx } = await one();
  expect(await resolveFailure(ctx, { id, reason: 'fixed' })).toMatchObject({
    state: 'resolved',
    byId: 'per_1',
    reason: 'fixed',
  });
  await world.run('order 2 was not found', { minute: 30 });
  await world.follow();
  expect(await world.list()).toMatchObject([{ count: 2, standing: { state: 'resolved' } }]);
  await world.run('order 3 was not found', { minute: 61 });
  await world.run('order 4 was not found', { minute: 62 });
  await world.follow();
  expect(await world.list({ state: 'regressed', to: iso(90) })).toMatchObject([
    { count: 4, standing: { state: 'regressed', byId: 'monitoring.failures', reason: null, canUndo: false } },
  ]);
  const told = { state: 'resolved', reason: 'fixed', until: null, release: null, assigneeId: null };
  expect(await events(world)).toMatchObject([
    { type: 'failure.resolved', actor: 'per_1', payload: { teamId: 'tea_a', before: null, after: told } },
    { type: 'failure.regressed', actor: world.ctx.actor.id, payload: { release: '1.0' } },
  ]);
});

test('resolved for a release: that one and older ones may go on, a newer one regresses', async () => {
  const { world, id, ctx } = await one();
  await world.run('order 2 was not found', { minute: 10, top: { release: '1.1' } });
  await world.follow();
  await resolveFailure(ctx, { id, reason: 'fixed in the next', release: '1.1' });
  await world.run('order 3 was not found', { minute: 61, top: { release: '1.0' } });
  await world.run('order 4 was not found', { minute: 62, top: { release: '1.1' } });
  await world.follow();
  expect((await world.list({ to: iso(90) }))[0]!.standing.state).toBe('resolved');
  await world.run('order 5 was not found', { minute: 63, top: { release: '1.2' } });
  await world.follow();
  expect((await world.list({ to: iso(90) }))[0]!.standing).toMatchObject({ state: 'regressed', release: '1.1' });
});

test('muted until a time, undone, reopened, assigned; each in the ledger with what stood before', async () => {
  const { world, id, ctx } = await one();
  const personId = await somebody(world);
  await muteFailure(ctx, { id, reason: 'known', until: iso(120) });
  expect(await world.lines({ state: 'open' })).toEqual([]);
  expect(await world.lines({ state: 'muted' })).toEqual(['order <num> was not found ×1']);
  expect(await assignFailure(ctx, { id, person: personId })).toMatchObject({ state: 'muted', assigneeId: personId });
  expect(await undoFailure(ctx, { id })).toMatchObject({ state: 'muted', assigneeId: null, canUndo: false });
  await expect(undoFailure(ctx, { id })).rejects.toMatchObject({ code: 'monitoring.failure_undo' });
  await resolveFailure(ctx, { id, reason: 'done' });
  expect(await undoFailure(ctx, { id })).toMatchObject({ state: 'muted', reason: 'known', until: iso(120) });
  world.clock.advance(3_700_000);
  expect(await world.lines({ state: 'muted' })).toEqual([]);
  expect(await world.lines({ state: 'open' })).toHaveLength(1);
  expect(await reopenFailure(ctx, { id, reason: 'still there' })).toMatchObject({
    state: 'open',
    reason: 'still there',
  });
  const told = (await events(world)).flatMap(({ type }) => (type.startsWith('failure.') ? [type.slice(8)] : []));
  expect(told).toEqual(['muted', 'assigned', 'undone', 'resolved', 'undone', 'reopened']);
});

async function somebody({ ctx }: FailureWorld): Promise<string> {
  return (await createPerson(ctx, { name: 'Ada', email: 'ada@example.com' })).person.id;
}

describe('refused', () => {
  test('a time that is over or far away, a person who is not there, a failure nobody has', async () => {
    const { world, id, ctx } = await one();
    for (const until of [iso(1), iso(60 * 24 * 100)])
      await expect(muteFailure(ctx, { id, reason: 'r', until })).rejects.toMatchObject({
        code: 'monitoring.failure_mute_time',
      });
    for (const who of ['per_none', 'none@example.com'])
      await expect(assignFailure(ctx, { id, person: who })).rejects.toMatchObject({
        code: 'monitoring.failure_person',
      });
    await expect(reopenFailure(ctx, { id: 'fai_0', reason: 'r' })).rejects.toMatchObject({
      code: 'monitoring.failure_not_found',
    });
    expect(await events(world)).toEqual([]);
  });

  test('who may only see it, of another team, or of another workspace', async () => {
    const { world, id } = await one();
    const says = (ctx: Ctx) => resolveFailure(ctx, { id, reason: 'r' });
    await expect(says(world.as(person('viewer')))).rejects.toMatchObject({ code: 'access.denied' });
    await expect(says(world.as(person('operator', 'tea_b')))).rejects.toMatchObject({
      code: 'monitoring.failure_not_found',
    });
    const elsewhere = await first.elsewhere();
    await expect(says(elsewhere.as(person('admin')))).rejects.toMatchObject({ code: 'monitoring.failure_not_found' });
    expect(await says(world.as(person('operator', 'tea_a')))).toMatchObject({ state: 'resolved' });
  });
});
