import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { steppedClock } from '../../../../spine/clock.ts';
import type { Totals } from '../../contract.ts';
import { ctxOf, hex, span, ten, TestTelemetry } from '../telemetry.fixture.ts';
import { TotalsView } from './get-totals.ts';
import type { OpenMinutes } from './tiers.ts';

let telemetry: TestTelemetry;
beforeAll(async () => void (telemetry = await TestTelemetry.open()));
afterAll(() => telemetry.warehouse.close());

const totals = (place: TestTelemetry, open: OpenMinutes, range: { from?: string; to?: string } = {}): Promise<Totals> =>
  new TotalsView(place.warehouse, { openMinutes: () => open }).get(ctxOf(place.workspaceId), range);

const minute = (index: number): number => ten + index * 60;
const allLive: OpenMinutes = { after: -60, also: [] };

/** An agent with two model calls (one tells no tokens), one failing, `index` minutes after ten. */
async function trace(
  place: TestTelemetry,
  index: number,
  traceId = hex(16),
): Promise<{ traceId: string; top: string; call: string }> {
  const at = index * 60_000;
  const [top, call] = [hex(8), hex(8)];
  const usage = { kind: 'llm', parent_span_id: top, usage_scope: 'self', input_tokens: 10, output_tokens: 3 };
  await place.spans([
    span(traceId, top, at, { kind: 'agent', agent: `agent${index % 3}` }),
    span(traceId, call, at + 1, usage),
    span(traceId, hex(8), at + 2, { kind: 'llm', parent_span_id: top, model: 'x' }),
    span(traceId, hex(8), at + 3, { kind: 'tool', parent_span_id: top, status: 2, failed: true }),
  ]);
  await place.rebuild(traceId);
  return { traceId, top, call };
}

const expected = (traces: number) => ({
  spans: 4 * traces,
  runs: traces,
  invocations: traces,
  errors: traces,
  modelCalls: 2 * traces,
  tokens: { input: 10 * traces, output: 3 * traces, unknownCalls: traces },
});

describe('totals', () => {
  test('are the same from the spans, from each tier, and from any mixture of them', async () => {
    const place = telemetry.elsewhere();
    // Over three days, so that whole days, hours and minutes are all in use.
    const at = [0, 1, 59, 60, 61, 840, 841, 1500, 2279, 2280, 2281, 2400];
    for (const index of at) await trace(place, index);
    await place.rollUp(at.map(minute));
    const someMinute = fc.integer({ min: -1, max: 2500 });
    const cases = fc.record({
      after: someMinute,
      also: fc.array(fc.constantFrom(...at), { maxLength: 4 }),
      from: fc.option(someMinute),
      to: fc.option(someMinute),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ after, also, from, to }) => {
        const open = { after: minute(after), also: also.map(minute) };
        const iso = (index: number): string => new Date(minute(index) * 1000).toISOString();
        const range = { ...(from === null ? {} : { from: iso(from) }), ...(to === null ? {} : { to: iso(to) }) };
        const inside = at.filter((index) => (from === null || index >= from) && (to === null || index < to));
        expect(await totals(place, open, range)).toMatchObject(expected(inside.length));
      }),
      { numRuns: 40 },
    );
  });

  test('the minutes that from and to cut are counted whole', async () => {
    const place = telemetry.elsewhere();
    for (const index of [0, 1, 2]) await trace(place, index);
    const range = { from: '2026-11-22T10:01:30.5Z', to: '2026-11-22T10:01:31Z' };
    expect(await totals(place, allLive, range)).toMatchObject({ ...expected(1), ...range });
    expect(await totals(place, allLive, { from: '2026-11-22T10:01:00Z', to: '2026-11-22T10:01:00Z' })).toMatchObject({
      spans: 0,
    });
  });

  test('say how far rollups answer', async () => {
    const place = telemetry.elsewhere();
    expect(await totals(place, { after: ten, also: [] })).toMatchObject({
      closedThrough: '2026-11-22T10:00:00.000Z',
      from: null,
      to: null,
    });
    expect((await totals(place, { after: 0, also: [] })).closedThrough).toBeNull();
  });

  test('a run without an agent is one run and one invocation', async () => {
    const place = telemetry.elsewhere();
    const [traceId, root] = [hex(16), hex(8)];
    await place.spans([span(traceId, root, 0), span(traceId, hex(8), 1, { parent_span_id: root, kind: 'llm' })]);
    await place.rebuild(traceId);
    await place.rollUp([ten]);
    for (const open of [allLive, { after: ten, also: [] }]) {
      expect(await totals(place, open)).toMatchObject({ spans: 2, runs: 1, invocations: 1, modelCalls: 1 });
    }
  });

  test('spans with a start that cannot be believed are counted, closed or open', async () => {
    const place = telemetry.elsewhere();
    const traceId = hex(16);
    await place.spans([span(traceId, hex(8), 0, { kind: 'agent', bucket: 0 })]);
    await place.rebuild(traceId);
    await place.rollUp([0]);
    expect(await totals(place, { after: ten, also: [] })).toMatchObject({ spans: 1, runs: 1 });
    expect(await totals(place, { after: ten, also: [0] })).toMatchObject({ spans: 1, runs: 1 });
    expect(await totals(place, { after: ten, also: [] }, { from: '2026-01-01T00:00:00Z' })).toMatchObject({ spans: 0 });
  });
});

describe('a span is counted once', () => {
  const later = { ingested_at: BigInt(ten + 600) * 1_000_000n, received_at: BigInt(ten + 600) * 1000n };
  const openings: [string, OpenMinutes][] = [
    ['all open', allLive],
    ['the first minute closed', { after: minute(0), also: [] }],
    ['all closed', { after: minute(9), also: [] }],
    ['the first opened again', { after: minute(9), also: [minute(0)] }],
    ['the second opened again', { after: minute(9), also: [minute(1)] }],
  ];

  test.each([
    ['re-sent in another block', 0, 'tea_a'],
    ['with a start that moved into the next minute', 60_000, 'tea_a'],
    ['sent again by another team', 0, 'tea_b'],
    ['sent again by another team for another minute', 60_000, 'tea_b'],
  ])('%s', async (_, movedMs, team) => {
    const place = telemetry.elsewhere();
    const { traceId, top, call } = await trace(place, 0);
    const again = {
      kind: 'llm',
      parent_span_id: top,
      usage_scope: 'self',
      input_tokens: 10,
      output_tokens: 3,
      ...later,
    };
    await place.spans([span(traceId, call, 1 + movedMs, { ...again, team_id: team })]);
    await place.rebuild(traceId);
    await place.rollUp([minute(0), minute(1)]);
    for (const [name, open] of openings) expect(await totals(place, open), name).toMatchObject(expected(1));
  });
});

test('a hundred askers within half a second cost one question', async () => {
  const place = telemetry.elsewhere();
  let questions = 0;
  const counting = {
    ...place.warehouse,
    query: <Row>(...asked: Parameters<typeof place.warehouse.query>) => (
      questions++,
      place.warehouse.query<Row>(...asked)
    ),
  };
  const view = new TotalsView(counting, { openMinutes: () => allLive });
  const clock = steppedClock(0);
  const ctx = ctxOf(place.workspaceId, undefined, clock);
  await Promise.all(Array.from({ length: 100 }, () => view.get(ctx, {})));
  const once = questions;
  expect(once).toBeGreaterThan(0);
  await trace(place, 0);
  expect((await view.get(ctx, {})).spans).toBe(0);
  expect(questions).toBe(once);
  clock.advance(500);
  expect((await view.get(ctx, {})).spans).toBe(4);
});

test('say where runs in the range were sampled, and only there', async () => {
  const place = telemetry.elsewhere();
  await trace(place, 0);
  const traceId = hex(16);
  await place.spans([span(traceId, hex(8), 30 * 60_000, { kind: 'agent', agent: 'a', marks: ['sampled'] })]);
  await place.rebuild(traceId);
  const iso = (index: number): string => new Date(minute(index) * 1000).toISOString();
  expect((await totals(place, allLive)).sampled).toBe(true);
  expect((await totals(place, allLive, { from: iso(30), to: iso(31) })).sampled).toBe(true);
  expect((await totals(place, allLive, { from: iso(0), to: iso(30) })).sampled).toBe(false);
  expect((await totals(telemetry.elsewhere(), allLive)).sampled).toBe(false);
});
