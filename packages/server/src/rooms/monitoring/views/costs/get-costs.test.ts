import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase } from '../../../../adapters/postgres/state-database.fixture.ts';
import type { Database } from '../../../../ports/database.ts';
import type { Actor } from '../../../../spine/actor.ts';
import { spineMigrations } from '../../../../spine/migrations/index.ts';
import { type CostLine, CostsQuery } from '../../contract-costs.ts';
import { monitoringMigrations } from '../../migrations/index.ts';
import { missingPrices } from '../prices/missing-prices.ts';
import { usedPrices } from '../prices/used-prices.ts';
import { ctxOf, hex, keyWithout, span, ten, TestTelemetry, viewer } from '../telemetry.fixture.ts';
import { TotalsView } from '../totals/get-totals.ts';
import type { OpenMinutes } from '../totals/tiers.ts';
import { type CostPosition, getCosts } from './get-costs.ts';

let place: TestTelemetry;
let state: Database;
const range = { from: '2026-11-22T00:00:00Z', to: '2026-11-24T00:00:00Z' };
const page = { limit: 200, after: null };
const openings: [string, OpenMinutes][] = [
  ['open', { after: -60, also: [] }],
  ['in part', { after: ten, also: [] }],
  ['closed', { after: ten + 86_400, also: [] }],
];

type Call = {
  team?: string;
  agent: string;
  user?: string;
  model: string;
  tokens?: [number, number];
  cost?: bigint;
  minute?: number;
};
const calls: Call[] = [
  { agent: 'one', user: 'u1', model: 'gpt-5-mini', tokens: [1_000_000, 100_000] },
  { agent: 'one', user: 'u2', model: 'gpt-5-mini', tokens: [2_000_000, 0], minute: 1 },
  { agent: 'two', user: 'u1', model: 'house', tokens: [500, 5] },
  { agent: 'two', user: 'u1', model: 'house', tokens: [300, 3], cost: 2_000_000_000n, minute: 70 },
  { agent: 'three', model: 'gpt-5-mini' },
  { team: 'tea_b', agent: 'one', user: 'u3', model: 'claude-haiku-4-5', tokens: [100_000, 10_000] },
];

beforeAll(async () => {
  [place, state] = await Promise.all([
    TestTelemetry.open(),
    openTestDatabase([...spineMigrations, ...monitoringMigrations]),
  ]);
  for (const { team = 'tea_a', agent, user = '', model, tokens, cost, minute = 0 } of calls) {
    const [traceId, top] = [hex(16), hex(8)];
    const own = { team_id: team, release: `${agent}-r1`, environment: 'prod', user_id: user };
    await place.spans([
      span(traceId, top, minute * 60_000, { ...own, kind: 'agent', agent }),
      span(traceId, hex(8), minute * 60_000 + 1, {
        ...{ ...own, kind: 'llm', parent_span_id: top, model, usage_scope: tokens ? 'self' : 'none' },
        ...(tokens ? { input_tokens: tokens[0], output_tokens: tokens[1] } : {}),
        ...(cost === undefined ? {} : { cost_nano_usd: cost }),
      }),
    ]);
    await place.rebuild(traceId);
  }
  await place.rollUp([0, 1, 70].map((minute) => ten + minute * 60));
});
afterAll(() => Promise.all([place.warehouse.close(), state.close()]));

type Asked = { actor?: Actor; after?: CostPosition | null; open?: OpenMinutes };
const ask = (query: object, { actor = viewer(null), after = null, open = openings[0]![1] }: Asked = {}) =>
  getCosts(
    ctxOf(place.workspaceId, actor),
    { warehouse: place.warehouse, rollups: { openMinutes: () => open } },
    { query: CostsQuery.parse({ ...range, ...query }), after },
  );
const brief = ({ cost, ...line }: CostLine) => [
  [line.teamId, line.agent, line.release, line.environment, line.provider, line.model, line.user]
    .filter((n) => n !== null)
    .join(' '),
  cost.usd,
  cost.computedUsd,
  cost.unknownCalls,
];

describe.each(openings)('costs while minutes are %s', (_, open) => {
  test.each([
    [
      'agent',
      [
        ['tea_a two', 2, null, 1],
        ['tea_a one', 0.95, 0.95, 0],
        ['tea_b one', 0.15, 0.15, 0],
        ['tea_a three', null, null, 1],
      ],
    ],
    [
      'team',
      [
        ['tea_a', 2.95, 0.95, 2],
        ['tea_b', 0.15, 0.15, 0],
      ],
    ],
    ['environment', [['prod', 3.1, 1.1, 2]]],
    [
      'model',
      [
        ['house', 2, null, 1],
        ['gpt-5-mini', 0.95, 0.95, 1],
        ['claude-haiku-4-5', 0.15, 0.15, 0],
      ],
    ],
    [
      'user',
      [
        ['u1', 2.45, 0.45, 1],
        ['u2', 0.5, 0.5, 0],
        ['u3', 0.15, 0.15, 0],
        ['', null, null, 1],
      ],
    ],
  ] as const)('by %s', async (by, expected) => {
    const { items } = await ask({ by }, { open });
    expect(items.map(brief)).toEqual(expected);
  });

  test('by release, with tokens and calls; unknown tokens are null', async () => {
    const { items } = await ask({ by: 'release', agent: 'three' }, { open });
    expect(items).toEqual([
      {
        ...{
          teamId: 'tea_a',
          agent: 'three',
          release: 'three-r1',
          environment: null,
          provider: null,
          model: null,
          user: null,
        },
        ...{
          cost: { usd: null, computedUsd: null, unknownCalls: 1 },
          modelCalls: 1,
          inputTokens: null,
          outputTokens: null,
        },
      },
    ]);
    const [one] = (await ask({ by: 'release', agent: 'one', teamId: 'tea_a' }, { open })).items;
    expect(one).toMatchObject({ release: 'one-r1', modelCalls: 2, inputTokens: 3_000_000, outputTokens: 100_000 });
  });

  test('the totals say the same', async () => {
    const { cost } = await new TotalsView(place.warehouse, { openMinutes: () => open }).get(
      ctxOf(place.workspaceId),
      range,
    );
    expect(cost).toEqual({ usd: 3.1, computedUsd: 1.1, unknownCalls: 2 });
  });

  test('models without a price, with their tokens', async () => {
    const ctx = { ...ctxOf(place.workspaceId, viewer(null)), state };
    const { items } = await missingPrices(
      ctx,
      { warehouse: place.warehouse, rollups: { openMinutes: () => open } },
      { range, page },
    );
    expect(items).toEqual([
      { provider: null, model: 'house', calls: 2, unknownCalls: 1, inputTokens: 800, outputTokens: 8 },
    ]);
  });

  test('models in use, each with the price in force and where it comes from', async () => {
    const facts = { warehouse: place.warehouse, rollups: { openMinutes: () => open } };
    const { items } = await usedPrices({ ...ctxOf(place.workspaceId, viewer(null)), state }, facts, { range, page });
    expect(items.map(({ model, calls, unknownCalls }) => [model, calls, unknownCalls])).toEqual([
      ['gpt-5-mini', 3, 1],
      ['claude-haiku-4-5', 1, 0],
      ['house', 2, 1],
    ]);
    const [mini, , house] = items;
    expect(mini!.price).toMatchObject({ rates: { input: 0.25, output: 2 }, above: null, overrideId: null });
    expect(mini!.price!.source).toMatch(/^https:/);
    expect(mini!.price!.version).toMatch(/^openai\/gpt-5-mini#[0-9a-f]{8}$/);
    expect(house!.price).toBeNull();
    const other = await usedPrices({ ...ctxOf(place.workspaceId, viewer('tea_b')), state }, facts, { range, page });
    expect(other.items.map(({ model }) => model)).toEqual(['claude-haiku-4-5']);
  });
});

test.each(openings)(
  'tokens of calls that all failed and told none are unknown, not 0, while minutes are %s',
  async (_, open) => {
    const other = place.elsewhere();
    const [traceId, top] = [hex(16), hex(8)];
    const failing = { kind: 'llm', parent_span_id: top, model: 'gpt-5', usage_scope: 'none', failed: 1 } as const;
    await other.spans([
      span(traceId, top, 0, { team_id: 'tea_a', kind: 'agent', agent: 'one' }),
      span(traceId, hex(8), 1, { ...failing, team_id: 'tea_a' }),
      span(traceId, hex(8), 2, { ...failing, team_id: 'tea_a' }),
    ]);
    await other.rebuild(traceId);
    await other.rollUp([ten]);
    const ctx = { ...ctxOf(other.workspaceId, viewer(null)), state };
    const facts = { warehouse: place.warehouse, rollups: { openMinutes: () => open } };
    const { items } = await usedPrices(ctx, facts, { range, page });
    expect(items).toMatchObject([{ model: 'gpt-5', calls: 2, unknownCalls: 0, inputTokens: null, outputTokens: null }]);
  },
);

describe('a page', () => {
  test('goes on after the last line: all are there, none twice', async () => {
    for (const by of ['agent', 'user', 'model'] as const) {
      const whole = (await ask({ by })).items;
      const seen: CostLine[] = [];
      let after: CostPosition | null = null;
      do {
        const page: Awaited<ReturnType<typeof getCosts>> = await ask({ by, limit: 1 }, { after });
        seen.push(...page.items);
        after = page.next;
      } while (after !== null && seen.length < 20);
      expect(seen).toEqual(whole);
    }
  });
  test('covers 30 days if nothing else is said', async () => {
    const found = await ask({ by: 'team', from: undefined, to: '2026-12-20T00:00:00.000Z' });
    expect(found).toMatchObject({ from: '2026-11-20T00:00:00.000Z', items: [{}, {}] });
    expect((await ask({ by: 'team', to: '2026-11-22T10:00:00Z' })).items).toEqual([]);
  });
});

describe('who sees what', () => {
  const business: Actor = {
    ...{ kind: 'person' as const, id: 'per_1', sessionId: 'ses_1' },
    grants: [{ role: 'business_owner', teamId: null, agentId: null, environment: null }],
  };
  test('costs of the own teams, agents and environments only', async () => {
    const teams = async (actor: Actor) =>
      (await ask({ by: 'agent' }, { actor })).items.map((line) => `${line.teamId} ${line.agent}`);
    expect(await teams(viewer('tea_b'))).toEqual(['tea_b one']);
    expect(await teams(keyWithout('tea_b'))).toEqual(['tea_b one']);
    expect(await teams(business)).toHaveLength(4);
    expect((await ask({ by: 'model' }, { actor: viewer('tea_b') })).items.map(brief)).toEqual([
      ['claude-haiku-4-5', 0.15, 0.15, 0],
    ]);
    const other = getCosts(
      ctxOf('wsp_other'),
      { warehouse: place.warehouse, rollups: { openMinutes: () => openings[0]![1] } },
      {
        query: CostsQuery.parse({ by: 'team', ...range }),
        after: null,
      },
    );
    expect((await other).items).toEqual([]);
  });
  test('users only by who may see runs; nothing without the right', async () => {
    await expect(ask({ by: 'user' }, { actor: business })).rejects.toMatchObject({ code: 'access.denied' });
    expect((await ask({ by: 'user' }, { actor: viewer('tea_b') })).items.map(({ user }) => user)).toEqual(['u3']);
    await expect(ask({ by: 'team' }, { actor: { kind: 'guest', id: 'guest' } })).rejects.toMatchObject({
      code: 'access.denied',
    });
  });
  test('names are values, never SQL', async () => {
    expect((await ask({ by: 'agent', agent: "' OR 1=1 --" })).items).toEqual([]);
  });
});
