import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../../../spine/actor.ts';
import { Failure, FailureListQuery, FailurePage } from '../../contract-failures.ts';
import { FailureWorld } from '../../failures/world.fixture.ts';
import { keyWithout, viewer } from '../telemetry.fixture.ts';
import type { FailurePosition } from './figures.ts';
import { getFailure } from './get-failure.ts';
import { failureFacets, listFailures } from './list-failures.ts';

let world: FailureWorld;
let runs: string[];
beforeAll(async () => {
  world = await FailureWorld.open();
  const prod = { environment: 'prod', user_id: 'u1', conversation_id: 'c1' };
  runs = [
    await world.run('order 1 was not found', { top: prod }),
    await world.run('order 2 was not found', { minute: 1, top: { ...prod, release: '1.1', outcome: 'failed' } }),
    await world.run('order 3 was not found', { minute: 2, top: { ...prod, user_id: 'u2', environment: 'test' } }),
    await world.run('Request timed out', { minute: 3, top: { agent: 'refunds', release: '1.1' } }),
    await world.run('no more disk', { minute: 4, top: { team_id: 'tea_b' }, step: { team_id: 'tea_b' } }),
  ];
  await world.follow();
});
afterAll(() => world.close());

const get = async (id: string, ctx = world.ctx, asked: object = {}) =>
  (await getFailure(ctx, world.telemetry.warehouse, { id, ...asked })).page;
const idOf = async (agent: string): Promise<string> => (await world.list({ agent, teamId: 'tea_a' }))[0]!.id;
const narrow = (changes: object): Actor => ({
  ...{ kind: 'person' as const, id: 'per_1', sessionId: 'ses_1' },
  grants: [{ role: 'operator', teamId: 'tea_a', agentId: null, environment: null, ...changes }],
});

describe('the list', () => {
  test('has the figures of each group', async () => {
    const [, , last] = await world.list();
    expect(Failure.strict().parse(last)).toMatchObject({
      ...{ count: 3, runs: 3, failedRuns: 1, users: 2, conversations: 1, environments: ['prod', 'test'] },
      ...{ firstRelease: '1.0', firstSeenAt: '2026-11-22T10:00:00.005Z', lastSeenAt: '2026-11-22T10:02:00.005Z' },
    });
  });

  test.each([
    [{ agent: 'refunds' }, ['Request timed out ×1']],
    [{ class: 'timeout' }, ['Request timed out ×1']],
    [{ release: '1.1' }, ['Request timed out ×1', 'order <num> was not found ×1']],
    [{ environment: 'test' }, ['order <num> was not found ×1']],
    [{ teamId: 'tea_b' }, ['no more disk ×1']],
    [{ from: '2026-11-22T10:02:00Z', agent: 'billing', teamId: 'tea_a' }, ['order <num> was not found ×1']],
    [{ to: '2026-11-22T10:03:00Z' }, ['order <num> was not found ×3']],
    [{ state: 'resolved' }, []],
    [{ agent: "' OR 1 --" }, []],
    [{ sort: 'count', agent: 'billing', teamId: 'tea_a' }, ['order <num> was not found ×3']],
  ])('filtered by %o', async (query, expected) => {
    expect(await world.lines(query)).toEqual(expected);
  });

  test('of one run: how many are like it', async () => {
    const { items } = await listFailures(world.ctx, world.telemetry.warehouse, {
      ...{ query: FailureListQuery.parse({ run: `${runs[0]}-x` }), after: null },
    });
    expect(items).toEqual([]);
    const { samples } = await get(await idOf('billing'));
    expect(await world.lines({ run: samples[0]!.runId })).toEqual(['order <num> was not found ×3']);
  });

  test('pages join, in both orders', async () => {
    for (const sort of ['last', 'count'] as const) {
      const seen: string[] = [];
      let after: FailurePosition | null = null;
      do {
        const query = FailureListQuery.parse({ limit: 1, sort });
        const page: Awaited<ReturnType<typeof listFailures>> = await listFailures(
          world.ctx,
          world.telemetry.warehouse,
          { query, after },
        );
        seen.push(...page.items.map(({ id }) => id));
        after = page.next;
      } while (after !== null && seen.length < 9);
      expect(seen).toEqual((await world.list({ sort })).map(({ id }) => id));
      expect(new Set(seen).size).toBe(3);
    }
  });

  test('can be filtered by agents and releases that failed', async () => {
    expect(await failureFacets(world.ctx, world.telemetry.warehouse)).toEqual({
      ...{ agents: ['billing', 'refunds'], releases: ['1.1', '1.0'] },
    });
  });
});

describe('one failure', () => {
  test('has its releases, and its latest runs with what they said', async () => {
    const page = FailurePage.strict().parse(await get(await idOf('billing')));
    expect(page.releases).toMatchObject([
      { release: '1.0', count: 2 },
      { release: '1.1', count: 1 },
    ]);
    expect(
      page.samples.map(({ message, user, environment, runFailed }) => [message, user, environment, runFailed]),
    ).toEqual([
      ['order 3 was not found', 'u2', 'test', false],
      ['order 2 was not found', 'u1', 'prod', true],
      ['order 1 was not found', 'u1', 'prod', false],
    ]);
    expect(page.failure.points.reduce((sum, n) => sum + n, 0)).toBe(3);
  });

  test('is there, with nothing in it, for a time in which it was not seen', async () => {
    const page = await get(await idOf('billing'), world.ctx, {
      from: '2026-11-01T00:00:00Z',
      to: '2026-11-02T00:00:00Z',
    });
    expect(page).toMatchObject({
      failure: { count: 0, users: null, lastSeenAt: '2026-11-22T10:02:00.005Z' },
      samples: [],
    });
  });
});

describe('who sees what', () => {
  test('counts of visible runs only; what nobody may see is not there', async () => {
    const id = await idOf('billing');
    expect(await world.lines({}, world.as(viewer('tea_b')))).toEqual(['no more disk ×1']);
    await expect(get(id, world.as(viewer('tea_b')))).rejects.toMatchObject({ code: 'monitoring.failure_not_found' });
    const ofTest = world.as(narrow({ environment: 'test' }));
    expect(await world.list({}, ofTest)).toMatchObject([{ count: 1, template: null }]);
    expect((await get(id, ofTest)).samples).toMatchObject([{ environment: 'test', message: 'order 3 was not found' }]);
    expect(await world.list({}, world.as(narrow({ agentId: 'agt_1', agentNames: ['refunds'] })))).toMatchObject([
      { agent: 'refunds', template: 'Request timed out' },
    ]);
    const guest = world.as({ kind: 'guest', id: 'guest' });
    for (const asked of [world.list({}, guest), get(id, guest), failureFacets(guest, world.telemetry.warehouse)])
      await expect(asked).rejects.toMatchObject({ code: 'access.denied' });
  });

  test('text only with content.read', async () => {
    const id = await idOf('billing');
    for (const actor of [keyWithout('tea_a'), narrow({ role: 'viewer' })]) {
      const page = await get(id, world.as(actor));
      expect(JSON.stringify([page, await world.list({}, world.as(actor))])).not.toMatch(/was not found|timed out/);
      expect(page.may.change).toBe(false);
    }
  });
});
