import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { SpanRow } from '../../../ingest/rows.ts';
import { spoolTables } from '../../../ingest/spool/tables.ts';
import type { Database } from '../../../ports/database.ts';
import type { Warehouse } from '../../../ports/warehouse.ts';
import { steppedClock } from '../../../spine/clock.ts';
import { RowWriter } from '../../../spine/rowbinary/row-writer.ts';
import { liveFigures } from '../views/totals/live.ts';
import { Rebuild } from './rebuild.ts';
import { minute, RebuildRig, span, start, traceId, whole } from './rig.fixture.ts';
import { parseBlock } from './span-block.ts';
import { parseSpans } from './span-reading.ts';
import { readNewSpans } from './standing.ts';

let rig: RebuildRig;
let warehouse: Warehouse;
let state: Database;
beforeAll(async () => {
  rig = await RebuildRig.open();
  ({ warehouse, state } = rig);
});
afterAll(() => rig.close());
beforeEach(() => rig.clear());

const insert: RebuildRig['insert'] = (...rows) => rig.insert(...rows);
const rebuildUntil: RebuildRig['until'] = (...asked) => rig.until(...asked);
const one = <Row>(sql: string): Promise<Row> => rig.one<Row>(sql);
const rolledUp =
  (workspace = 'wsp_1') =>
  (job: Rebuild): Promise<boolean> =>
    rig.rolledUp(workspace)(job);

test('a block kept in hand says the same as a read from the warehouse', async () => {
  const rows = [
    ...whole(1),
    span(2, 'x', '', {
      duration_ns: null,
      cost_nano_usd: -5n,
      bound: false,
      name: 'ü "quoted" \n',
      tags: [],
      marks: ['no_end', 'secret'],
    }),
    span(3, 'y', 'z', { kind: 'llm', bucket: 0, start_time: 2n ** 62n, failed: true, cache_read_tokens: 2 ** 32 - 1 }),
  ];
  const out = new RowWriter();
  for (const row of rows) spoolTables.spans.write(out, row);
  await insert(rows);
  const insertedAt = start * 1000 + rig.inserts;
  const kept = parseBlock({
    insertedAt,
    rows: rows.length,
    columns: spoolTables.spans.columns,
    bytes: Uint8Array.from(out.view()),
  });
  const read = parseSpans(await readNewSpans(warehouse, [{ at: insertedAt, rows: rows.length }]));
  const byId = (a: { spanId: string }, b: { spanId: string }): number => (a.spanId < b.spanId ? -1 : 1);
  // The warehouse leaves the previews of other kinds behind, to read less.
  const plain = (facts: typeof kept) =>
    facts
      .toSorted(byId)
      .map((fact) =>
        ['agent', 'llm'].includes(fact.kind) || fact.parentSpanId === ''
          ? fact
          : { ...fact, inputPreview: '', outputPreview: '' },
      );
  expect(plain(kept)).toEqual(plain(read));
});

test('spans become runs, invocations, steps and all tiers of rollups', async () => {
  await insert([1, 2, 3].flatMap(whole));
  await rebuildUntil(rolledUp());
  expect(
    await one(
      'SELECT count() AS n, sum(steps) AS steps, sum(errors) AS errors, sum(input_tokens) AS input, any(agent) AS agent FROM runs FINAL',
    ),
  ).toEqual({ n: '3', steps: '9', errors: '3', input: '300', agent: 'support' });
  expect(await one('SELECT count() AS n FROM invocations FINAL WHERE is_deleted = 0')).toEqual({ n: '3' });
  for (const tier of ['1m', '1h', '1d']) {
    expect(
      await one(
        `SELECT sum(spans) AS spans, sum(runs) AS runs, sum(errors) AS errors, sum(input_tokens) AS input FROM metrics_${tier} FINAL`,
      ),
    ).toEqual({ spans: '9', runs: '3', errors: '3', input: '300' });
  }
});

test('spans sent again in other blocks, and late ones, are counted once', async () => {
  await insert(whole(1));
  await rebuildUntil(rolledUp());
  await insert([...whole(1).slice(1), ...whole(2)]);
  await insert([span(1, 'd', 'b', { kind: 'tool', agent: '', input_tokens: null })]);
  await rebuildUntil(async () => (await one<{ n: string }>('SELECT sum(spans) AS n FROM metrics_1d FINAL')).n === '7');
  expect(await one('SELECT sum(steps) AS steps, count() AS runs FROM runs FINAL WHERE is_deleted = 0')).toEqual({
    steps: '7',
    runs: '2',
  });
  expect(await one('SELECT sum(spans) AS spans, sum(runs) AS runs FROM metrics_1m FINAL')).toEqual({
    spans: '7',
    runs: '2',
  });
});

test('a span whose start moved is still one, in the new minute', async () => {
  await insert(whole(1));
  await rebuildUntil(rolledUp());
  await insert([span(1, 'a', '', { start_time: BigInt(minute + 61) * 1_000_000_000n, bucket: minute + 60 })]);
  await rebuildUntil(async () => {
    const rows = await warehouse.query<{ b: string; n: string }>(
      'SELECT toUnixTimestamp(bucket) AS b, sum(spans) AS n FROM metrics_1m FINAL GROUP BY b HAVING n > 0 ORDER BY b',
    );
    return (
      JSON.stringify(rows.map((row) => [Number(row.b), row.n])) ===
      JSON.stringify([
        [minute, '2'],
        [minute + 60, '1'],
      ])
    );
  });
  expect(await one('SELECT count() AS n, sum(steps) AS steps FROM runs FINAL WHERE is_deleted = 0')).toEqual({
    n: '1',
    steps: '3',
  });
  expect(await one('SELECT count() AS n FROM invocations FINAL WHERE is_deleted = 0')).toEqual({ n: '1' });
});

test('open minutes told from memory are what the warehouse would say', async () => {
  const early = steppedClock((minute + 30) * 1000);
  const errors: unknown[] = [];
  const job = new Rebuild({
    warehouse,
    state,
    clock: { now: early.now, monotonic: () => 10 * performance.now() },
    onError: (error) => errors.push(error),
  });
  job.start();
  const ranges = [{ low: minute - 600, high: minute + 600 }];
  const agree = async (): Promise<void> => {
    await expect
      .poll(
        async () => {
          const known = job.live('wsp_1', ranges, 'all');
          const [asked] = await liveFigures(warehouse, { workspaceId: 'wsp_1', teams: 'all' }, ranges);
          const numbers = Object.fromEntries(
            Object.entries(asked!).flatMap(([name, value]) => (name === 'superseded' ? [] : [[name, Number(value)]])),
          );
          return (
            known !== null &&
            known.rest.length === 0 &&
            numbers['spans']! > 0 &&
            JSON.stringify(Object.entries(known.figures).toSorted()) ===
              JSON.stringify(Object.entries(numbers).toSorted())
          );
        },
        { timeout: 10_000, interval: 200 },
      )
      .toBe(true);
  };
  await insert([1, 2, 3].flatMap(whole), early.now());
  await agree();
  await insert([...whole(2), ...whole(4), span(1, 'd', 'b', { kind: 'llm', input_tokens: null })], early.now() + 10);
  await agree();
  await insert(
    [span(3, 'a', '', { bucket: minute + 60, start_time: BigInt(minute + 70) * 1_000_000_000n })],
    early.now() + 20,
  );
  await agree();
  await job.stop();
  expect(errors).toEqual([]);
}, 40_000);

test('a quiet run settles with a new version', async () => {
  await insert(whole(1));
  const clock = steppedClock(start);
  await rebuildUntil(
    async () => (await one<{ n: string }>("SELECT count() AS n FROM runs FINAL WHERE state = 'running'")).n === '1',
    clock,
  );
  const before = await one<{ version: string }>('SELECT version FROM runs FINAL');
  clock.advance(31_000);
  await rebuildUntil(
    async () => (await one<{ n: string }>("SELECT count() AS n FROM runs FINAL WHERE state = 'settled'")).n === '1',
    clock,
  );
  expect(BigInt((await one<{ version: string }>('SELECT version FROM runs FINAL')).version)).toBeGreaterThan(
    BigInt(before.version),
  );
});

test('a late parent re-parents: the old run is a tombstone that names the new one', async () => {
  await insert([span(1, 'b', 'a', { agent: 'sub', start_time: BigInt(minute + 2) * 1_000_000_000n })]);
  await rebuildUntil(async () => (await one<{ n: string }>('SELECT count() AS n FROM runs FINAL')).n === '1');
  await insert([span(1, 'a', '', { agent: 'main' })]);
  await rebuildUntil(async () => (await one<{ n: string }>('SELECT count() AS n FROM runs FINAL')).n === '2');
  expect(
    await warehouse.query('SELECT run_id, is_deleted, redirect_to, agent FROM runs FINAL ORDER BY is_deleted'),
  ).toEqual([
    { run_id: `${traceId(1)}-a000000000000000`, is_deleted: 0, redirect_to: '', agent: 'main' },
    {
      run_id: `${traceId(1)}-b000000000000000`,
      is_deleted: 1,
      redirect_to: `${traceId(1)}-a000000000000000`,
      agent: 'main',
    },
  ]);
});

test('an insert of a node whose clock is behind is found, however far ahead the others are', async () => {
  await insert(whole(1), start);
  const clock = steppedClock(start);
  const runs = (count: number) => async () =>
    (await one<{ n: string }>('SELECT count() AS n FROM runs FINAL')).n === String(count);
  await rebuildUntil(runs(1), clock);
  await insert(whole(2), start - 90_000);
  await rebuildUntil(runs(2), clock);
  expect(await one('SELECT sum(steps) AS n FROM runs FINAL')).toEqual({ n: '6' });
});

test('a run is made from the blocks in hand and what is held of it, as from the warehouse', async () => {
  const clock = steppedClock(start);
  const errors: unknown[] = [];
  const job = new Rebuild({
    warehouse,
    state,
    clock: { now: clock.now, monotonic: () => 10 * performance.now() },
    onError: (error) => errors.push(error),
  });
  job.start();
  const send = async (rows: readonly SpanRow[], told = true): Promise<void> => {
    await insert(rows, clock.now());
    const out = new RowWriter();
    for (const row of rows) spoolTables.spans.write(out, row);
    const bytes = Uint8Array.from(out.view());
    const insertedAt = clock.now() * 1000 + rig.inserts;
    if (told) job.inserted({ insertedAt, rows: rows.length, columns: spoolTables.spans.columns, bytes });
  };
  const runs = async (): Promise<unknown> =>
    warehouse.query('SELECT agent, steps, tool_calls, is_deleted AS gone FROM runs FINAL ORDER BY is_deleted, agent');
  const waitFor = (wanted: unknown): Promise<void> =>
    expect.poll(runs, { timeout: 10_000, interval: 100 }).toEqual(wanted);
  // Its parent is absent, so it moves on, and its rows are held.
  await send([span(1, 'b', 'a', { agent: 'sub', kind: 'agent' })]);
  await waitFor([{ agent: 'sub', steps: 1, tool_calls: 0, gone: 0 }]);
  await send([span(1, 'c', 'b', { kind: 'tool', tool: 'lookup', agent: '' })]);
  await waitFor([{ agent: 'sub', steps: 2, tool_calls: 1, gone: 0 }]);
  // Nobody tells of this one: the look into the warehouse finds it.
  await send([span(1, 'd', 'b', { kind: 'tool', tool: 'lookup', agent: '' })], false);
  clock.advance(6_000);
  await waitFor([{ agent: 'sub', steps: 3, tool_calls: 2, gone: 0 }]);
  await send([span(1, 'a', '', { agent: 'main' })]);
  await waitFor([
    { agent: 'main', steps: 4, tool_calls: 2, gone: 0 },
    { agent: 'main', steps: 4, tool_calls: 2, gone: 1 },
  ]);
  // The trace has ended and is held no longer: a late span has it read whole.
  await send([span(1, 'e', 'a', { kind: 'tool', tool: 'late', agent: '' })]);
  await waitFor([
    { agent: 'main', steps: 5, tool_calls: 3, gone: 0 },
    { agent: 'main', steps: 4, tool_calls: 2, gone: 1 },
  ]);
  await job.stop();
  expect(errors).toEqual([]);
}, 40_000);

test('losing its place costs work and changes no figure', async () => {
  await insert([1, 2].flatMap(whole));
  await rebuildUntil(rolledUp());
  await state.db.deleteFrom('ops_cursors').execute();
  await rebuildUntil(rolledUp());
  expect(await one('SELECT sum(spans) AS spans, sum(runs) AS runs FROM metrics_1h FINAL')).toEqual({
    spans: '6',
    runs: '2',
  });
  expect(await one('SELECT count() AS n, sum(steps) AS steps FROM runs FINAL WHERE is_deleted = 0')).toEqual({
    n: '2',
    steps: '6',
  });
});
