import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor, Grant } from '../../spine/actor.ts';
import { systemActor } from '../../spine/actor.ts';
import { QueryAnswer, QueryCatalogue } from './contract-query.ts';
import { queryEdge } from './query-edge.fixture.ts';
import { hex, keyWithout, span, ten, TestTelemetry, viewer } from './views/telemetry.fixture.ts';
import type { OpenMinutes } from './views/totals/tiers.ts';

const allLive: OpenMinutes = { after: -60, also: [] };
const closed: OpenMinutes = { after: ten + 30 * 86_400, also: [] };
const iso = (seconds: number): string => new Date((ten + seconds) * 1000).toISOString();
const [hour, day] = [3600, 86_400];

let telemetry: TestTelemetry;
beforeAll(async () => {
  telemetry = await TestTelemetry.open();
  const usage = { usage_scope: 'self', input_tokens: 1000, output_tokens: 10 };
  const buckets: number[] = [];
  for (const [agent, at, more] of [
    ['one', 0, {}],
    ['one', 2 * hour, { outcome: 'failed', user_id: 'u1' }],
    ['two', 0, { user_id: 'u2', tags: ['vip', 'beta'] }],
    ['three', 3 * day, { team_id: 'tea_b', environment: 'prod', conversation_id: 'c1' }],
  ] as const) {
    const [traceId, top] = [hex(16), hex(8)];
    const team = { team_id: 'team_id' in more ? more.team_id : 'tea_a' };
    await telemetry.spans([
      span(traceId, top, at * 1000, { kind: 'agent', agent, ...more }),
      span(traceId, hex(8), at * 1000 + 1, { kind: 'llm', parent_span_id: top, model: 'gpt-5', ...usage, ...team }),
    ]);
    await telemetry.rebuild(traceId);
    buckets.push(ten + at);
    const score = { ...team, trace_id: traceId, at: BigInt(ten + at) * 1_000_000_000n, version: 1 };
    await telemetry.insert('scores', [
      { ...score, score_id: hex(8), name: 'user_feedback', source: 'feedback', number: agent === 'one' ? 1 : 0 },
    ]);
  }
  await telemetry.rollUp(buckets);
});
afterAll(() => telemetry.warehouse.close());

type Body = Record<string, unknown>;
const days = { from: iso(0), to: iso(4 * day) };
async function post(
  body: Body,
  {
    actor = systemActor,
    open = closed,
    place = telemetry,
  }: { actor?: Actor; open?: OpenMinutes; place?: TestTelemetry } = {},
) {
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...days, ...body }),
  };
  const answer = await queryEdge(place, actor, open).request('/api/v1/query', init);
  return { status: answer.status, body: (await answer.json()) as unknown };
}
/** Of closed minutes and of open ones, which must be the same. */
async function ask(body: Body, actor: Actor = systemActor): Promise<QueryAnswer> {
  const [told, live] = await Promise.all([closed, allLive].map((open) => post(body, { actor, open })));
  expect(told!.status, JSON.stringify(told!.body)).toBe(200);
  const [a, b] = [told, live].map((one) => QueryAnswer.strict().parse(one!.body));
  expect(a!.rows).toEqual(b!.rows);
  expect(a!.shares).toEqual(b!.shares);
  return a!;
}

describe('an answer', () => {
  test('says figures, what they are of, and where they come from', async () => {
    const { columns, rows, shares, answeredBy, points, folded } = await ask({
      measures: ['completion_rate', 'runs', 'tokens'],
    });
    expect(columns.map(({ id, kind, unit }) => [id, kind, unit])).toEqual([
      ['completion_rate', 'measure', 'ratio'],
      ['runs', 'measure', 'count'],
      ['tokens', 'measure', 'tokens'],
    ]);
    expect(rows).toEqual([[0.75, 4, 4040]]);
    expect(shares.n).toEqual({ completion_rate: [4] });
    expect(shares.inferred['completion_rate']).toEqual([0.75]);
    expect(shares.unknown).toEqual({ completion_rate: [0], tokens: [0] });
    expect([points, folded]).toEqual([[], []]);
    expect(answeredBy).toEqual(['agents_1d', 'agents_1h']);
  });

  test('of nothing: counts are 0, and what cannot be known is null', async () => {
    const elsewhere = { from: iso(-10 * day), to: iso(-9 * day) };
    const measures = ['runs', 'completion_rate', 'cost', 'latency_p95', 'ttft_p95', 'users'];
    expect((await ask({ measures, ...elsewhere })).rows).toEqual([[0, null, null, null, null, 0]]);
    expect((await ask({ measures: ['runs'], dimensions: ['agent'], ...elsewhere })).rows).toEqual([]);
  });

  test('the largest by the first measure, the rest in one row; or by what is wished', async () => {
    const groups = { measures: ['runs', 'input_tokens'], dimensions: ['agent'] };
    const two = await ask({ ...groups, limit: 2 });
    expect(two.rows).toEqual([
      ['one', 2, 2000],
      ['three', 1, 1000],
      ['others', 1, 1000],
    ]);
    expect(two.folded).toEqual([2]);
    const least = await ask({ ...groups, limit: 1, order: { by: 'runs', direction: 'asc' } });
    expect(least.rows.map(([agent]) => agent)).toEqual(['three', 'others']);
    expect((await ask({ ...groups, limit: 3 })).folded).toEqual([]);
  });

  test('what was not told is null; a run counts under each of its tags', async () => {
    expect((await ask({ measures: ['invocations'], dimensions: ['user'] })).rows).toEqual([
      [null, 2],
      ['u1', 1],
      ['u2', 1],
    ]);
    const { rows, answeredBy } = await ask({ measures: ['runs', 'cost_per_completed_run'], dimensions: ['tag'] });
    expect(rows.map((row) => row.slice(0, 2))).toEqual([
      [null, 3],
      ['beta', 1],
      ['vip', 1],
    ]);
    expect(answeredBy).toEqual(['runs']);
  });

  test('conditions: any of some values, none of them, or a part of one', async () => {
    const runs = async (...filters: [string, string, string[]][]) =>
      (
        await ask({
          measures: ['runs'],
          filters: filters.map(([dimension, op, values]) => ({ dimension, op, values })),
        })
      ).rows[0]![0];
    expect(await runs(['agent', 'is', ['one', 'two']])).toBe(3);
    expect(await runs(['agent', 'is_not', ['one', 'two']])).toBe(1);
    expect(await runs(['agent', 'contains', ['T']])).toBe(2);
    expect(await runs(['environment', 'is', ['']])).toBe(3);
    expect(await runs(['tag', 'is', ['vip']], ['user', 'is', ['u2']])).toBe(1);
    expect(await runs(['tag', 'is_not', ['vip']])).toBe(3);
    expect(await runs(['agent', 'is', ["' OR 1 = 1 --"]])).toBe(0);
  });

  test('scores by name, and by the agent of the run they are of', async () => {
    const { rows } = await ask({ measures: ['score_mean', 'scores'], dimensions: ['agent', 'score'] });
    expect(rows).toEqual([
      ['one', 'user_feedback', 1, 2],
      ['three', 'user_feedback', 0, 1],
      ['two', 'user_feedback', 0, 1],
    ]);
  });

  test('over time: all steps, groups in one order, the rest at each', async () => {
    const { rows, points, grain, columns } = await ask({
      measures: ['runs'],
      dimensions: ['agent'],
      grain: 'auto',
      limit: 1,
    });
    expect([grain, columns[0]!.kind]).toEqual(['hour', 'time']);
    expect(rows).toEqual([
      [iso(0), 'one', 1],
      [iso(0), 'others', 1],
      [iso(2 * hour), 'one', 1],
      [iso(3 * day), 'others', 1],
    ]);
    expect(points).toHaveLength(96);
  });

  test('days begin where one is, and none is lost', async () => {
    const { rows, points } = await ask({ measures: ['runs'], grain: 'day', timeZone: 'Asia/Kolkata' });
    expect(rows).toEqual([
      ['2026-11-21T18:30:00.000Z', 3],
      ['2026-11-24T18:30:00.000Z', 1],
    ]);
    expect(points).toHaveLength(5);
    const berlin = await ask({ measures: ['runs'], grain: 'week', timeZone: 'Europe/Berlin' });
    expect(berlin.rows).toEqual([
      ['2026-11-15T23:00:00.000Z', 3],
      ['2026-11-22T23:00:00.000Z', 1],
    ]);
  });

  test('of the range before: the same groups', async () => {
    const later = { from: iso(2 * day), to: iso(4 * day), compare: 'previous' };
    const { rows, previous, previousShares } = await ask({
      measures: ['runs', 'completion_rate'],
      dimensions: ['agent'],
      ...later,
    });
    expect(rows).toEqual([['three', 1, 1]]);
    expect(previous).toEqual([['others', 3, 2 / 3]]);
    expect(previousShares!.n['completion_rate']).toEqual([3]);
    expect((await ask({ measures: ['runs'], ...later })).previous).toEqual([[3]]);
  });

  test('one question of several sources: their figures side by side', async () => {
    const { rows, answeredBy } = await ask({ measures: ['runs', 'steps', 'users', 'feedback'], dimensions: ['team'] });
    expect(rows).toEqual([
      ['tea_a', 3, 6, 2, 3],
      ['tea_b', 1, 2, 0, 1],
    ]);
    expect(answeredBy).toEqual(['agents_1d', 'agents_1h', 'metrics_1d', 'metrics_1h', 'runs', 'scores']);
  });
});

describe('is refused', () => {
  test.each<[string, Body, string, RegExp]>([
    ['an unknown measure', { measures: ['completion'] }, 'monitoring.unknown_measure', /completion_rate/],
    ['an unknown dimension', { measures: ['runs'], dimensions: ['agnet'] }, 'monitoring.unknown_dimension', /agent/],
    [
      'one in a condition',
      { measures: ['runs'], filters: [{ dimension: 'x', op: 'is', values: [''] }] },
      'monitoring.unknown_dimension',
      /no dimension/,
    ],
    [
      'what nothing tells',
      { measures: ['runs'], dimensions: ['model'] },
      'monitoring.query_unanswerable',
      /runs by model.*agent, release/,
    ],
    ['a measure twice', { measures: ['runs', 'runs'] }, 'request.invalid', /measures/],
    ['a range that ends first', { measures: ['runs'], from: iso(day), to: iso(0) }, 'request.invalid', /to/],
    ['an unknown zone', { measures: ['runs'], timeZone: "UTC') --" }, 'request.invalid', /timeZone/],
    ['too many steps', { measures: ['runs'], grain: 'minute' }, 'request.invalid', /grain/],
    [
      'too many rows',
      { measures: ['runs'], dimensions: ['agent'], grain: 'minute', to: iso(day), limit: 200 },
      'request.invalid',
      /limit/,
    ],
    [
      'an order by something else',
      { measures: ['runs'], order: { by: 'cost', direction: 'asc' } },
      'request.invalid',
      /order/,
    ],
  ])('%s', async (_, body, code, words) => {
    const { status, body: told } = await post(body);
    expect([status, (told as { code: string }).code]).toEqual([400, code]);
    expect(JSON.stringify(told)).toMatch(words);
  });
});

const person = (...grants: Partial<Grant>[]): Actor => ({
  ...{ kind: 'person', id: 'per_x', sessionId: 'ses_x' },
  grants: grants.map((grant) => ({ role: 'viewer', teamId: null, agentId: null, environment: null, ...grant })),
});

describe('who sees which', () => {
  const agents = async (actor: Actor, measure = 'runs'): Promise<unknown[]> =>
    (await ask({ measures: [measure], dimensions: ['agent'] }, actor)).rows.map(([agent]) => agent).sort();

  test.each(['runs', 'steps', 'steps_per_run', 'scores'])(
    '%s: of all teams, of one, of a key; of an agent, of an environment',
    async (measure) => {
      expect(await agents(viewer(null), measure)).toEqual(['one', 'three', 'two']);
      expect(await agents(viewer('tea_b'), measure)).toEqual(['three']);
      expect(await agents(keyWithout('tea_a'), measure)).toEqual(['one', 'two']);
      expect(await agents(person({ teamId: 'tea_a', agentId: 'agt_2', agentNames: ['two'] }), measure)).toEqual([
        'two',
      ]);
      expect(await agents(person({ teamId: 'tea_b', environment: 'prod' }), measure)).toEqual(['three']);
    },
  );

  test('what rows tell of teams only is told to nobody who sees less', async () => {
    const narrow = person({ teamId: 'tea_a', agentId: 'agt_2', agentNames: ['two'] });
    expect((await ask({ measures: ['scores', 'score_mean'] }, narrow)).rows).toEqual([[1, 0]]);
    expect((await ask({ measures: ['input_tokens'], dimensions: ['user'] }, narrow)).rows).toEqual([['u2', 1000]]);
    const { body } = await post({ measures: ['scores'], dimensions: ['score'] }, { actor: narrow });
    expect((body as QueryAnswer).answeredBy).toEqual(['scores', 'runs']);
  });

  test('another workspace: nothing', async () => {
    const { body } = await post({ measures: ['runs', 'steps', 'users', 'scores'] }, { place: telemetry.elsewhere() });
    expect((body as QueryAnswer).rows).toEqual([[0, 0, 0, 0]]);
  });

  test('a business owner sees figures, and not who is behind them', async () => {
    const owner = person({ role: 'business_owner' });
    expect((await ask({ measures: ['runs', 'users'] }, owner)).rows).toEqual([[4, 2]]);
    for (const [dimension, filter] of [
      ['user', false],
      ['conversation', false],
      ['user', true],
    ] as const) {
      const cut = filter ? { filters: [{ dimension, op: 'is', values: ['u1'] }] } : { dimensions: [dimension] };
      const { status, body } = await post({ measures: ['runs'], ...cut }, { actor: owner });
      expect([status, (body as { code: string }).code]).toEqual([403, 'access.denied']);
    }
  });

  test('nobody without the right', async () => {
    const key = { ...(keyWithout('tea_a') as Extract<Actor, { kind: 'key' }>), scopes: ['ingest' as const] };
    for (const actor of [key, { kind: 'guest', id: 'guest' } as const]) {
      expect((await post({ measures: ['runs'] }, { actor })).status).toBe(403);
      expect((await queryEdge(telemetry, actor, closed).request('/api/v1/query/catalogue')).status).toBe(403);
    }
  });
});

test('the catalogue names each measure once, with its unit, direction and what splits it', async () => {
  const answer = await queryEdge(telemetry, viewer('tea_a'), closed).request('/api/v1/query/catalogue');
  const { measures, dimensions } = QueryCatalogue.strict().parse(await answer.json());
  const ids = measures.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(measures.find(({ id }) => id === 'completion_rate')).toMatchObject({ unit: 'ratio', direction: true });
  expect(measures.find(({ id }) => id === 'ttft_p95')!.dimensions).toEqual(
    expect.arrayContaining(['model', 'tool', 'user']),
  );
  expect(dimensions.filter(({ personal }) => personal).map(({ id }) => id)).toEqual(['conversation', 'user']);
  for (const { dimensions: by } of measures) expect(by!.length).toBeGreaterThan(0);
});
