import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../../../spine/actor.ts';
import { AgentFigures } from '../../contract-figures.ts';
import { ctxOf, hex, keyWithout, span, ten, TestTelemetry, viewer } from '../telemetry.fixture.ts';
import type { OpenMinutes } from '../totals/tiers.ts';
import { ClosedAnswers } from '../../rebuild/closed-answers.ts';
import { agentFigures, type AgentFiguresQuery } from './agent-figures.ts';
import { byKey, comparable, counted, type InvocationRow, someInvocation } from './invocations.fixture.ts';

let telemetry: TestTelemetry;
beforeAll(async () => void (telemetry = await TestTelemetry.open()));
afterAll(() => telemetry.warehouse.close());

const allLive: OpenMinutes = { after: -60, also: [] };
const iso = (minute: number): string => new Date((ten + minute * 60) * 1000).toISOString();
const days = { from: iso(0), to: iso(2401) };

type Asked = { open?: OpenMinutes; actor?: Actor; query?: Partial<AgentFiguresQuery> };
const ask = async (place: TestTelemetry, { open = allLive, actor, query = {} }: Asked = {}) =>
  agentFigures(
    ctxOf(place.workspaceId, actor),
    { warehouse: place.warehouse, rollups: { openMinutes: () => open } },
    { ...days, ...query },
  );

const buckets = (rows: readonly InvocationRow[]): number[] => [...new Set(rows.map((row) => row.bucket))];

describe('figures of agents', () => {
  test('are the same by counting, from invocations, from each tier and any mixture, however they are split', async () => {
    const cases = fc.record({
      rows: fc.array(someInvocation, { minLength: 1, maxLength: 40 }),
      after: fc.integer({ min: -1, max: 2500 }),
      also: fc.array(fc.constantFrom(0, 59, 60, 1500, 2400), { maxLength: 3 }),
      by: fc.constantFrom('release' as const, 'environment' as const, undefined),
      from: fc.integer({ min: 0, max: 1500 }),
      to: fc.integer({ min: 1500, max: 2500 }),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ rows, after, also, by, from, to }) => {
        const place = telemetry.elsewhere();
        await place.insert('invocations', rows);
        await place.rollUp(buckets(rows));
        const open = { after: ten + after * 60, also: also.map((minute) => ten + minute * 60) };
        const query = { from: iso(from), to: iso(to), ...(by === undefined ? {} : { by }) };
        const { items } = await ask(place, { open, query });
        const inside = rows.filter(({ bucket }) => bucket >= ten + from * 60 && bucket < ten + to * 60);
        expect(comparable(items)).toEqual(counted(inside, by ?? null).sort(byKey));
        for (const item of items) AgentFigures.strict().parse(item);
      }),
      { numRuns: 12 },
    );
  }, 60_000);

  test('follow what is moved, replaced and deleted: rolled up again, no figure is left behind', async () => {
    const changes = fc.record({
      rows: fc.array(someInvocation, { minLength: 2, maxLength: 20 }),
      kept: fc.func(fc.boolean()),
      renamed: fc.constantFrom('billing', 'other'),
    });
    await fc.assert(
      fc.asyncProperty(changes, async ({ rows, kept, renamed }) => {
        const place = telemetry.elsewhere();
        await place.insert('invocations', rows);
        await place.rollUp(buckets(rows));
        const next = rows.map((row, index) => ({
          ...row,
          ...{ version: 2, agent: renamed, outcome: 'completed', is_deleted: kept(index) ? 0 : 1 },
        }));
        await place.insert('invocations', next);
        await place.rollUp(buckets(rows));
        const expected = counted(
          next.filter((row) => row.is_deleted === 0),
          null,
        ).sort(byKey);
        for (const open of [allLive, { after: ten + 3000 * 60, also: [] }])
          expect(comparable((await ask(place, { open })).items)).toEqual(expected);
      }),
      { numRuns: 5 },
    );
  }, 60_000);

  test('closed minutes are asked for once until they are rolled up anew; open ones each time', async () => {
    const [closed, late] = fc.sample(someInvocation, { numRuns: 2, seed: 3 }).map((row, at) => ({
      ...row,
      ...{ bucket: ten + at * 60, start_time: BigInt(ten + at * 60) * 1_000_000_000n, agent: 'billing' },
      ...{ team_id: 'tea_a', release: 'r1', environment: 'prod' },
    })) as [InvocationRow, InvocationRow];
    const place = telemetry.elsewhere();
    await place.insert('invocations', [closed]);
    await place.rollUp([closed.bucket]);
    const memory = new ClosedAnswers(() => 0);
    const rollups = { openMinutes: () => ({ after: ten, also: [] }), closed: memory };
    const counts = async () => {
      const { items } = await agentFigures(ctxOf(place.workspaceId), { warehouse: place.warehouse, rollups }, days);
      const [item] = items;
      return [item!.invocations, item!.series.invocations.reduce((sum, n) => sum + n, 0)];
    };
    expect(await counts()).toEqual([1, 1]);
    await place.insert('invocations', [late]);
    expect(await counts()).toEqual([2, 2]);
    await place.insert('invocations', [{ ...closed, trace_id: hex(16) }]);
    await place.rollUp([closed.bucket]);
    expect(await counts()).toEqual([2, 2]);
    memory.forget();
    expect(await counts()).toEqual([3, 3]);
  });

  test('durations: mean, p50 and p95; unknown where no invocation has one', async () => {
    const place = telemetry.elsewhere();
    for (const [agent, duration] of [
      ['quick', 2_000_000_000n],
      ['endless', null],
    ] as const) {
      const traceId = hex(16);
      await place.spans([span(traceId, hex(8), 0, { kind: 'agent', agent, duration_ns: duration })]);
      await place.rebuild(traceId);
    }
    await place.rollUp([ten]);
    const { items } = await ask(place, { open: { after: ten + 3600, also: [] } });
    const [endless, quick] = items;
    expect(endless!.durationMs).toEqual({ mean: null, p50: null, p95: null, known: 0 });
    expect(quick!.durationMs).toMatchObject({ mean: 2000, known: 1 });
    expect(Math.abs(quick!.durationMs.p95! / 2000 - 1)).toBeLessThan(0.09);
  });
});

describe('series', () => {
  test('add up to the figures of the range they cover, and lie where they happened', async () => {
    const rows = fc.sample(someInvocation, { numRuns: 120, seed: 7 });
    const place = telemetry.elsewhere();
    await place.insert('invocations', rows);
    await place.rollUp(buckets(rows));
    for (const [open, to] of [
      [allLive, 2401],
      [{ after: ten + 2300 * 60, also: [ten] }, 2401],
      [{ after: ten + 3000 * 60, also: [] }, 70],
    ] as const) {
      const { items, points } = await ask(place, { open, query: { from: iso(0), to: iso(to) } });
      const start = Date.parse(points.start) / 1000;
      for (const item of items) {
        const own = rows.filter(
          (row) => row.team_id === item.teamId && row.agent === item.agent && row.bucket < ten + to * 60,
        );
        const expected = item.series.invocations.map(
          (_, at) => own.filter((row) => Math.floor((row.bucket - start) / points.seconds) === at).length,
        );
        expect(item.series.invocations).toEqual(expected);
        expect(item.series.failed.reduce((sum, n) => sum + n, 0)).toBe(
          own.filter((row) => row.outcome === 'failed' && row.bucket >= start).length,
        );
      }
    }
  });
});

describe('who sees which', () => {
  let place: TestTelemetry;
  beforeAll(async () => {
    place = telemetry.elsewhere();
    for (const [team, agent, environment] of [
      ['tea_a', 'one', 'prod'],
      ['tea_a', 'two', 'test'],
      ['tea_b', 'one', 'prod'],
    ] as const) {
      const traceId = hex(16);
      await place.spans([
        span(traceId, hex(8), 0, { kind: 'agent', agent, environment, team_id: team, release: team }),
      ]);
      await place.rebuild(traceId);
    }
    await place.rollUp([ten]);
  });
  const seen = async (asked: Asked): Promise<string[]> => {
    const names = async (open: OpenMinutes): Promise<string[]> =>
      (await ask(place, { ...asked, open })).items.map(({ teamId, agent }) => `${teamId} ${agent}`);
    const live = await names(allLive);
    expect(await names({ after: ten + 3600, also: [] })).toEqual(live);
    return live;
  };

  test('all of the workspace, a team, an agent, an environment, a key; never another workspace', async () => {
    expect(await seen({ actor: viewer(null) })).toEqual(['tea_a one', 'tea_a two', 'tea_b one']);
    expect(await seen({ actor: viewer('tea_b') })).toEqual(['tea_b one']);
    expect(await seen({ actor: keyWithout('tea_a') })).toEqual(['tea_a one', 'tea_a two']);
    const narrow = (more: object): Actor => ({
      ...(viewer('tea_a') as Extract<Actor, { kind: 'person' }>),
      grants: [{ role: 'viewer', teamId: 'tea_a', agentId: null, environment: null, ...more }],
    });
    expect(await seen({ actor: narrow({ agentId: 'agt_1', agentNames: ['two'] }) })).toEqual(['tea_a two']);
    expect(await seen({ actor: narrow({ environment: 'prod' }) })).toEqual(['tea_a one']);
    expect((await ask(telemetry.elsewhere(), { actor: viewer(null) })).items).toEqual([]);
  });

  test('narrowed by team, agent, environment and release', async () => {
    expect(await seen({ query: { agent: 'two' } })).toEqual(['tea_a two']);
    expect(await seen({ query: { teamId: 'tea_b', agent: 'two' } })).toEqual([]);
    expect(await seen({ query: { teamId: 'tea_a' } })).toEqual(['tea_a one', 'tea_a two']);
    expect(await seen({ query: { environment: 'prod' } })).toEqual(['tea_a one', 'tea_b one']);
    expect(await seen({ query: { release: 'tea_b' } })).toEqual(['tea_b one']);
    expect(await seen({ query: { release: "'; DROP TABLE agents_1m; --" } })).toEqual([]);
  });

  test('not without the right', async () => {
    const key = { ...(keyWithout('tea_a') as Extract<Actor, { kind: 'key' }>), scopes: ['ingest' as const] };
    await expect(ask(place, { actor: key })).rejects.toMatchObject({ code: 'access.denied' });
    await expect(ask(place, { actor: { kind: 'guest', id: 'guest' } })).rejects.toMatchObject({
      code: 'access.denied',
    });
  });
});
