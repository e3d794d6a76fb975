import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../../../spine/actor.ts';
import { steppedClock } from '../../../../spine/clock.ts';
import type { Ctx } from '../../../../spine/ctx.ts';
import type { Condition } from '../../contract-filter.ts';
import type { RunListQuery } from '../../contract.ts';
import { listRuns } from '../list-runs.ts';
import type { RunPosition } from '../read/run-filter.ts';
import { ctxOf, hex, keyWithout, span, ten, TestTelemetry, viewer } from '../telemetry.fixture.ts';
import { exportRuns } from './export-runs.ts';
import { listSteps, type ListedStepPosition } from './list-steps.ts';
import { listUsers, type UserPosition } from './list-users.ts';
import { runFacets } from './run-facets.ts';
import { runHistogram } from './run-histogram.ts';
import { textHits } from './text-hits.ts';

let telemetry: TestTelemetry;
let ids: { one: string; two: string; foreign: string };

/** A run of an agent and one call of a tool, which said something; its own second after ten. */
async function aRun(second: number, said: string, top: object, call: object = {}): Promise<string> {
  const [traceId, topId, callId] = [hex(16), hex(8), hex(8)];
  const team = { team_id: (top as { team_id?: string }).team_id ?? 'tea_a' };
  await telemetry.spans([
    span(traceId, topId, second * 1000, { kind: 'agent', ...team, ...top }),
    span(traceId, callId, second * 1000 + 1, { kind: 'tool', parent_span_id: topId, ...team, ...call }),
  ]);
  await telemetry.say(traceId, callId, { input: [`user: ${said}`] }, team.team_id);
  const [id] = await telemetry.rebuild(traceId);
  return id!;
}

beforeAll(async () => {
  telemetry = await TestTelemetry.open();
  ids = {
    one: await aRun(
      0,
      'Refund of order\nZX-4411 was "late" für Özil',
      {
        agent: 'billing',
        environment: 'prod',
        release: 'r1',
        user_id: 'u1',
        conversation_id: 'c1',
        tags: ['vip', 'eu'],
        outcome: 'failed',
        prompt_name: 'greet',
        prompt_version: '3',
        duration_ns: 5_000_000_000n,
      },
      {
        tool: 'search',
        failed: true,
        attributes: new Map([
          ['order.id', 'ZX-4411'],
          ['empty', ''],
        ]),
      },
    ),
    two: await aRun(
      120,
      'Nothing of interest, refunded',
      { agent: 'search', environment: 'dev', release: 'r2', user_id: 'u2', outcome: 'completed', bound: false },
      {
        kind: 'llm',
        model: 'gpt-5',
        input_tokens: 100,
        output_tokens: 5,
        usage_scope: 'self',
        cost_nano_usd: 2_000_000n,
      },
    ),
    foreign: await aRun(
      240,
      'Refund of order ZX-4411 elsewhere',
      { team_id: 'tea_b', agent: 'other', user_id: 'u1' },
      { attributes: new Map([['order.id', 'ZX-4411']]) },
    ),
  };
  const score = {
    team_id: 'tea_a',
    score_id: 's1',
    trace_id: ids.one.slice(0, 32),
    name: 'helpful',
    data_type: 'NUMERIC',
    number: 0.25,
    at: BigInt(ten) * 1_000_000_000n,
    version: 1n,
  };
  await telemetry.insert('scores', [score]);
});
afterAll(() => telemetry.warehouse.close());

const clock = steppedClock((ten + 3600) * 1000);
const ctx = (actor: Actor = viewer(null), workspaceId = telemetry.workspaceId): Ctx => ctxOf(workspaceId, actor, clock);
const names = async (query: Partial<RunListQuery>, who: Ctx = ctx()): Promise<string[]> => {
  const { items } = await listRuns(who, telemetry.warehouse, { query: { limit: 50, ...query }, after: null });
  return items.map((run) => run.agent);
};
const by = (...filter: Condition[]): Partial<RunListQuery> => ({ filter });

describe('conditions', () => {
  test.each<[string, Condition, string[]]>([
    ['several values', { by: 'agent', values: ['billing', 'search', 'nobody'] }, ['search', 'billing']],
    ['none of several', { by: 'agent', values: ['billing', 'other'], not: true }, ['search']],
    ['a release', { by: 'release', values: ['r2'] }, ['search']],
    ['no release', { by: 'release', values: [''] }, ['other']],
    ['a model', { by: 'model', values: ['gpt-5'] }, ['search']],
    ['a tool', { by: 'tool', values: ['search'] }, ['billing']],
    ['without a tag', { by: 'tag', values: ['vip'], not: true }, ['other', 'search']],
    ['who said how it ended', { by: 'source', values: ['declared'] }, ['search', 'billing']],
    ['longer than', { by: 'durationMs', min: 1000 }, ['billing']],
    ['shorter than', { by: 'durationMs', max: 1000 }, ['other', 'search']],
    ['tokens between, unknown in none', { by: 'inputTokens', min: 0, max: 1e9 }, ['search']],
    ['dearer than', { by: 'costUsd', min: 0.002 }, ['search']],
    ['dearer than that', { by: 'costUsd', min: 0.0021 }, []],
    ['with errors', { by: 'errors', min: 1 }, ['billing']],
    ['unbound', { by: 'bound', is: false }, ['search']],
    ['a prompt', { by: 'prompt', name: 'greet' }, ['billing']],
    ['another version of it', { by: 'prompt', name: 'greet', version: '4' }, []],
    ['not that prompt', { by: 'prompt', name: 'greet', version: '3', not: true }, ['other', 'search']],
    ['an attribute', { by: 'attribute', key: 'order.id', value: 'ZX-4411' }, ['other', 'billing']],
    ['an attribute that is there, though empty', { by: 'attribute', key: 'empty' }, ['billing']],
    ['an attribute that is empty is not absent', { by: 'attribute', key: 'nowhere', value: '' }, []],
    ['without an attribute', { by: 'attribute', key: 'order.id', not: true }, ['search']],
    ['a low score', { by: 'score', name: 'helpful', max: 0.5 }, ['billing']],
    ['a high score', { by: 'score', name: 'helpful', min: 0.5 }, []],
  ])('%s', async (_, condition, expected) => {
    const range = { from: '2026-11-22T10:00:00Z', to: '2026-11-22T11:00:00Z' };
    expect(await names({ ...by(condition), ...range })).toEqual(expected);
  });

  test('all hold together, with plain parameters and words', async () => {
    const both = by({ by: 'durationMs', min: 1 }, { by: 'tag', values: ['eu'] });
    expect(await names({ ...both, outcome: 'failed', q: 'order' })).toEqual(['billing']);
    expect(await names({ ...both, outcome: 'completed', q: 'order' })).toEqual([]);
  });
});

describe('words and phrases', () => {
  test.each([
    ['a word in any case', 'REFUND', ['other', 'billing']],
    ['a whole word, no part of it', 'refun', []],
    ['a phrase over the end of a line', 'order zx-4411', ['other', 'billing']],
    ['the words in another order', '4411 order', []],
    ['quotes', 'was "late"', ['billing']],
    ['letters beyond ASCII', 'FÜR özil', ['billing']],
    ['signs only', '", "', []],
    ['SQL', `' OR 1=1 --`, []],
    ['a parameter', '{workspace:String}', []],
  ])('%s', async (_, q, expected) => {
    expect(await names({ q })).toEqual(expected);
  });

  test('a hit says where, as text', async () => {
    const { items } = await listRuns(ctx(), telemetry.warehouse, { query: { limit: 9, q: 'order' }, after: null });
    const hits = await textHits(ctx(), telemetry.warehouse, { q: 'order', runs: items });
    expect(hits).toHaveLength(2);
    expect(hits.find((hit) => hit.runId === ids.one)!.snippet).toBe('Refund of order ZX-4411 was "late" für Özil');
  });

  test('the index answers, not a look at every row', async () => {
    // On shards it stands in the table behind the one that is asked.
    const told = await telemetry.warehouse.query<{ table: string }>(
      "SELECT table FROM system.data_skipping_indices WHERE match(table, '^content') AND name = 'ix_text' AND type = 'text'",
    );
    expect(told).toHaveLength(1);
    const rows = await telemetry.warehouse.query<{ explain: string }>(
      String.raw`EXPLAIN indexes = 1 SELECT count() FROM ${told[0]!.table} WHERE hasAllTokens(lowerUTF8(replaceRegexpAll(body, '\\\\[nrtbf]', ' ')), ['nowhere'])`,
    );
    expect(rows.some(({ explain }) => explain.includes('ix_text'))).toBe(true);
  });
});

test('words are found however far back they stand, and in runs whose clock cannot be believed', async () => {
  const place = telemetry.elsewhere();
  const made = Array.from({ length: 260 }, (_, index) => {
    const at = BigInt(ten - index * 60) * 1_000_000_000n;
    const suspect = index === 200;
    const bucket = suspect ? 0 : ten - index * 60;
    const start = suspect ? BigInt(ten + 400 * 86_400) * 1_000_000_000n : at;
    const [traceId, spanId] = [hex(16), hex(8)];
    const step = { team_id: 'tea_a', trace_id: traceId, span_id: spanId, run_id: `${traceId}-${spanId}`, version: 1n };
    const body = [0, 200, 259].includes(index) ? 'rare needle' : 'hay';
    return {
      step,
      bucket,
      start,
      content: { at: suspect ? 0n : at, body: JSON.stringify({ role: 'user', parts: [body] }) },
    };
  });
  const runs = made.map(({ step, bucket, start }) => ({
    ...step,
    bucket,
    start_time: start,
    is_deleted: 0,
    outcome: 'completed',
    state: 'settled',
  }));
  await place.insert('runs', runs);
  await place.insert(
    'steps',
    made.map(({ step, bucket, start }) => ({ ...step, bucket, start_time: start, counted: true })),
  );
  const content = made.map(({ step: { team_id, trace_id, span_id }, content: said }) => ({
    team_id,
    trace_id,
    span_id,
    ref: hex(16),
    ...said,
  }));
  await place.insert('content', content);
  const who = ctxOf(place.workspaceId, viewer(null), clock);
  const seen: string[] = [];
  let after: RunPosition | null = null;
  do {
    const page: Awaited<ReturnType<typeof listRuns>> = await listRuns(who, place.warehouse, {
      query: { limit: 1, q: 'rare needle' },
      after,
    });
    seen.push(...page.items.map((run) => run.id));
    after = page.next;
  } while (after !== null);
  expect(seen).toEqual([0, 259, 200].map((index) => made[index]!.step.run_id));
});

describe('over time', () => {
  test('every run once in the bucket of its minute, empty buckets kept', async () => {
    const range = { from: '2026-11-22T10:00:00Z', to: '2026-11-22T10:10:00Z' };
    const found = await runHistogram(ctx(), telemetry.warehouse, { ...range, buckets: 20 });
    expect(found).toMatchObject({ bucketSeconds: 60, from: '2026-11-22T10:00:00.000Z', total: 3 });
    expect(found.buckets.map(({ failed, completed, unknown }) => failed + completed + unknown).slice(0, 5)).toEqual([
      1, 0, 1, 0, 1,
    ]);
    expect([found.buckets[0]!.failed, found.buckets[2]!.completed]).toEqual([1, 1]);
    expect(found.buckets).toHaveLength(10);
  });

  test('as wide as needed for the number of buckets, and as narrow as the filter', async () => {
    const found = await runHistogram(ctx(), telemetry.warehouse, {
      from: '2026-10-01T00:00:00Z',
      buckets: 10,
      ...by({ by: 'agent', values: ['billing'] }),
    });
    expect(found.buckets.length).toBeLessThanOrEqual(10);
    expect(found).toMatchObject({ total: 1 });
    expect((await runHistogram(ctx(), telemetry.warehouse, { buckets: 60 })).total).toBe(3);
  });
});

test('facets count what the rest of the filter leaves', async () => {
  const all = await runFacets(ctx(), telemetry.warehouse, {});
  const values = (found: typeof all, name: string) => found.facets.find((facet) => facet.by === name)!.values;
  expect(all.total).toBe(3);
  expect(values(all, 'tag')).toEqual([
    { value: 'eu', runs: 1 },
    { value: 'vip', runs: 1 },
  ]);
  const failed = await runFacets(ctx(), telemetry.warehouse, {
    outcome: 'failed',
    ...by({ by: 'agent', values: ['billing'] }),
  });
  expect(failed.total).toBe(1);
  expect(values(failed, 'agent')).toEqual([{ value: 'billing', runs: 1 }]);
  expect(values(failed, 'outcome')).toEqual([{ value: 'failed', runs: 1 }]);
  expect(values(failed, 'model')).toEqual([]);
});

describe('sorted', () => {
  test.each(['started', 'duration', 'cost', 'inputTokens', 'errors', 'steps'] as const)(
    '%s: every run once through pages of one, unknown last',
    async (sort) => {
      for (const order of ['asc', 'desc'] as const) {
        const whole = await listRuns(ctx(), telemetry.warehouse, { query: { limit: 50, sort, order }, after: null });
        const paged: string[] = [];
        let after: RunPosition | null = null;
        do {
          const page: Awaited<ReturnType<typeof listRuns>> = await listRuns(ctx(), telemetry.warehouse, {
            query: { limit: 1, sort, order },
            after,
          });
          paged.push(...page.items.map((run) => run.id));
          after = page.next;
        } while (after !== null);
        expect(paged).toEqual(whole.items.map((run) => run.id));
        expect(new Set(paged).size).toBe(3);
        const costs = whole.items.map((run) => run.costUsd);
        if (sort === 'cost') expect(costs).toEqual([0.002, null, null]);
        if (sort === 'duration') expect(whole.items[order === 'desc' ? 0 : 2]!.agent).toBe('billing');
      }
    },
  );
});

describe('steps and users', () => {
  test('steps of filtered runs, each once through pages', async () => {
    const seen: string[] = [];
    let after: ListedStepPosition | null = null;
    do {
      const page: Awaited<ReturnType<typeof listSteps>> = await listSteps(ctx(), telemetry.warehouse, {
        query: { limit: 1 },
        after,
      });
      seen.push(...page.items.map((step) => step.spanId));
      after = page.next;
    } while (after !== null);
    expect(seen).toHaveLength(6);
    expect(new Set(seen).size).toBe(6);
    const failing = await listSteps(ctx(), telemetry.warehouse, { query: { limit: 9, failing: 'true' }, after: null });
    expect(failing.items).toMatchObject([{ runId: ids.one, tool: 'search', isError: true, inputTokens: null }]);
    const calls = await listSteps(ctx(), telemetry.warehouse, {
      query: { limit: 9, model: 'gpt-5', agent: 'search' },
      after: null,
    });
    expect(calls.items).toMatchObject([{ runId: ids.two, inputTokens: 100 }]);
  });

  test('users of different teams are different people; unknown cost is no 0', async () => {
    const seen: string[] = [];
    let after: UserPosition | null = null;
    do {
      const page: Awaited<ReturnType<typeof listUsers>> = await listUsers(ctx(), telemetry.warehouse, {
        query: { limit: 1 },
        after,
      });
      seen.push(...page.items.map((user) => `${user.teamId} ${user.user} ${user.runs} ${user.costUsd}`));
      after = page.next;
    } while (after !== null);
    expect(seen).toEqual(['tea_b u1 1 null', 'tea_a u2 1 0.002', 'tea_a u1 1 null']);
  });
});

const fileOf = async (who: Ctx, query: Parameters<typeof exportRuns>[2]): Promise<string> => {
  let text = '';
  for await (const chunk of exportRuns(who, telemetry.warehouse, query)) text += chunk;
  return text;
};

test('a file holds the filtered runs, their figures, and no text', async () => {
  const csv = await fileOf(ctx(), { format: 'csv', q: 'order' });
  expect(csv.trim().split('\r\n')).toHaveLength(3);
  const lines = (await fileOf(ctx(), { format: 'jsonl' })).trim().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { id: string }).id)).toEqual([ids.foreign, ids.two, ids.one]);
  expect(lines.join()).not.toContain('Preview');
  expect((await fileOf(ctx(), { format: 'jsonl', ids: ids.two })).trim().split('\n')).toHaveLength(1);
});

describe('what others may not find', () => {
  const everything = async (who: Ctx, asked: Partial<RunListQuery>) => {
    const { limit: _, cursor: __, ...query } = { ...asked } as RunListQuery;
    return {
      list: await names(asked, who),
      histogram: (await runHistogram(who, telemetry.warehouse, { ...query, buckets: 60 })).total,
      facets: (await runFacets(who, telemetry.warehouse, query)).total,
      steps: (await listSteps(who, telemetry.warehouse, { query: { limit: 9, ...query }, after: null })).items.length,
      users: (await listUsers(who, telemetry.warehouse, { query: { limit: 9, ...query }, after: null })).items.length,
      file: await fileOf(who, { ...query, format: 'jsonl' }),
    };
  };
  const nothing = { list: [], histogram: 0, facets: 0, steps: 0, users: 0, file: '' };
  const attempts: [string, Partial<RunListQuery>][] = [
    ['all', {}],
    ['a word', { q: 'refund' }],
    ['an attribute', by({ by: 'attribute', key: 'order.id' })],
    ['without an attribute', by({ by: 'attribute', key: 'nowhere', not: true })],
    ['the team by name', by({ by: 'team', values: ['tea_a', 'tea_b'] })],
    ['not their own team', by({ by: 'team', values: ['x'], not: true })],
  ];

  test.each(attempts)('another workspace, and a team without runs: %s', async (_, asked) => {
    expect(await everything(ctx(viewer(null), 'wsp_other'), asked)).toEqual(nothing);
    expect(await everything(ctx(viewer('tea_c')), asked)).toEqual(nothing);
  });

  test.each(attempts)('one team sees its own only: %s', async (_, asked) => {
    expect(await names(asked, ctx(viewer('tea_b')))).toEqual(['other']);
  });

  test.each<[string, Partial<RunListQuery>]>([
    ['a word', { q: 'refund' }],
    ['an attribute', by({ by: 'attribute', key: 'order.id' })],
    ['without an attribute', by({ by: 'attribute', key: 'nowhere', not: true })],
  ])('who may not read content finds nothing by it: %s', async (_, asked) => {
    const blind = ctx(keyWithout('tea_a'));
    expect(await names({}, blind)).toEqual(['search', 'billing']);
    expect(await everything(blind, asked)).toEqual(nothing);
    const { items } = await listRuns(blind, telemetry.warehouse, { query: { limit: 9 }, after: null });
    expect(await textHits(blind, telemetry.warehouse, { q: 'refund', runs: items })).toEqual([]);
  });

  test('content of one environment is found by words there only', async () => {
    const grants = [
      { role: 'viewer' as const, teamId: 'tea_a', agentId: null, environment: null },
      { role: 'operator' as const, teamId: 'tea_a', agentId: null, environment: 'dev' },
    ];
    const narrow = ctx({ kind: 'person', id: 'per_n', sessionId: 'ses_n', grants });
    expect(await names({}, narrow)).toEqual(['search', 'billing']);
    expect(await names({ q: 'order' }, narrow)).toEqual([]);
    expect(await names({ q: 'interest' }, narrow)).toEqual(['search']);
  });

  test('who may not see runs is refused', async () => {
    const guest = ctx({ ...keyWithout('tea_a'), scopes: ['content', 'ingest'] } as Actor);
    const denied = { code: 'access.denied' };
    await expect(runHistogram(guest, telemetry.warehouse, { buckets: 5 })).rejects.toMatchObject(denied);
    await expect(runFacets(guest, telemetry.warehouse, {})).rejects.toMatchObject(denied);
    await expect(listSteps(guest, telemetry.warehouse, { query: { limit: 5 }, after: null })).rejects.toMatchObject(
      denied,
    );
    await expect(listUsers(guest, telemetry.warehouse, { query: { limit: 5 }, after: null })).rejects.toMatchObject(
      denied,
    );
    await expect(fileOf(guest, { format: 'csv' })).rejects.toMatchObject(denied);
  });
});
