import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { SpanRow } from '../../../ingest/rows.ts';
import type { Warehouse } from '../../../ports/warehouse.ts';
import { steppedClock } from '../../../spine/clock.ts';
import { testWorkspace } from '../../../spine/ledger/ledger.fixture.ts';
import type { MonitoringTables } from '../tables.ts';
import { removePrice } from '../verbs/remove-price.ts';
import { setPrice } from '../verbs/set-price.ts';
import { TotalsView } from '../views/totals/get-totals.ts';
import { ctxOf } from '../views/telemetry.fixture.ts';
import { Rebuild } from './rebuild.ts';
import { minute, RebuildRig, start, traceId, whole } from './rig.fixture.ts';
import { Rollup } from './rollup.ts';

let rig: RebuildRig;
beforeAll(async () => void (rig = await RebuildRig.open()));
afterAll(() => rig.close());
beforeEach(() => rig.clear());

test('invocations become all tiers of agents, those of the time before there were such tiers too', async () => {
  await rig.insert([1, 2, 3].flatMap(whole));
  const agents = async (tier: string): Promise<unknown> =>
    rig.one(
      `SELECT sum(invocations) AS n, sum(completed_inferred) AS completed, sum(errors) AS errors, sum(input_tokens) AS input, sum(output_tokens) AS output,
         sum(cache_write_tokens) AS written, sum(cost_nano_usd) AS cost, sum(uncosted_calls) AS uncosted FROM agents_${tier} FINAL`,
    );
  const expected = {
    ...{
      n: '3',
      completed: '3',
      errors: '3',
      input: '300',
      output: '30',
      written: null,
      cost: '135000',
      uncosted: '0',
    },
  };
  await rig.until(rig.rolledUp());
  for (const tier of ['1m', '1h', '1d']) expect(await agents(tier)).toEqual(expected);
  for (const tier of ['1m', '1h', '1d']) await rig.warehouse.command(`TRUNCATE TABLE agents_${tier}`);
  await sql`update ops_cursors set position = replace(position, '"agents":true', '"agents":false')`.execute(
    rig.state.db,
  );
  await rig.until(async () => (await rig.one<{ n: string }>('SELECT count() AS n FROM agents_1d')).n !== '0');
  for (const tier of ['1m', '1h', '1d']) expect(await agents(tier)).toEqual(expected);
});

test('a minute whose grace ends in the middle of a cycle is not lost between memory and rollups', async () => {
  const clock = steppedClock((minute + 55) * 1000);
  // As when a cycle takes seconds: the minute may close while it writes.
  const warehouse: typeof rig.warehouse = {
    ...rig.warehouse,
    // Asked at once what was inserted, as where others insert too.
    kind: 'clickhouse',
    async insertBlock(block) {
      if (block.table === 'runs') clock.advance(3_000);
      await rig.warehouse.insertBlock(block);
    },
  };
  const job = new Rebuild({
    ...{ warehouse, state: rig.state, onError: (error) => expect.fail(String(error)) },
    clock: { now: clock.now, monotonic: () => 10 * performance.now() },
  });
  const counted = async (): Promise<number> => {
    const view = new TotalsView(warehouse, job);
    return (await view.get(ctxOf('wsp_1'), {})).spans;
  };
  job.start();
  // Until it leads, spans are counted as soon as they are inserted.
  await expect.poll(() => job.live('wsp_1', [], 'all'), { timeout: 5_000, interval: 50 }).not.toBeNull();
  let most = 0;
  for (let trace = 1; trace <= 9; trace++) {
    await rig.insert(whole(trace), clock.now());
    const before = most;
    for (let looks = 0; most === before; looks++) {
      const now = await counted();
      expect(now).toBeGreaterThanOrEqual(most);
      expect(looks).toBeLessThan(500);
      most = now;
    }
  }
  expect(most).toBe(27);
  expect(job.openMinutes('wsp_1').after).toBeGreaterThanOrEqual(minute);
  await job.stop();
}, 60_000);

test('a minute is rolled up once it closed, and late spans that come one by one do not roll it up each time', async () => {
  const asked: number[][] = [];
  const warehouse = {
    ...rig.warehouse,
    command: async (_: string, params?: object) => void asked.push((params as { buckets: number[] }).buckets),
  };
  const rollup = new Rollup(warehouse, () => 1);
  const advance = async (seconds: number, closedThrough: number): Promise<number> => {
    asked.length = 0;
    await rollup.advance(start + seconds * 1000, closedThrough);
    return asked.length;
  };
  const touch = (seconds: number): void =>
    rollup.touch([{ workspaceId: 'w', buckets: [minute] }], start + seconds * 1000);
  touch(0);
  expect(await advance(10, minute - 60)).toBe(0);
  expect(rollup.open()).toEqual({ w: [minute] });
  expect(await advance(10, minute)).toBe(6);
  expect(rollup.open()).toEqual({});
  touch(15);
  expect(await advance(20, minute)).toBe(0);
  expect(rollup.open()).toEqual({ w: [minute] });
  touch(39);
  expect(await advance(41, minute)).toBe(0);
  expect(await advance(43, minute)).toBe(6);
  for (let second = 44; second < 73; second++) touch(second);
  expect(await advance(73, minute)).toBe(0);
  for (let second = 73; second < 75; second++) touch(second);
  expect(await advance(75, minute)).toBe(6);
});

test('prices of the workspace are followed backwards and forwards; a newer list prices what had no price', async () => {
  const clock = steppedClock(start);
  const system = { ...(await testWorkspace(rig.state)), clock };
  const own = (trace: number): SpanRow[] =>
    whole(trace).map((row) => ({
      ...row,
      workspace_id: system.workspaceId,
      provider: 'openai',
      model: 'gpt-5-mini-2026-08-07',
    }));
  await rig.insert([...own(1), ...own(2).map((row) => ({ ...row, model: 'house-model' }))]);
  const costs = async (): Promise<unknown> => ({
    runs: await rig.warehouse.query(
      'SELECT cost_nano_usd AS cost, cost_computed_nano_usd AS computed, uncosted_calls AS unknown FROM runs FINAL ORDER BY trace_id',
    ),
    agents: await rig.one('SELECT sum(cost_nano_usd) AS cost, sum(uncosted_calls) AS unknown FROM agents_1d FINAL'),
    models: await rig.one('SELECT sum(cost_nano_usd) AS cost, sum(uncosted_calls) AS unknown FROM metrics_1h FINAL'),
  });
  const rolled = rig.rolledUp(system.workspaceId);
  // 100 tokens at $0.25 and 10 at $2 by the million.
  const listed = {
    runs: [
      { cost: '45000', computed: '45000', unknown: 0 },
      { cost: null, computed: null, unknown: 1 },
    ],
    agents: { cost: '45000', unknown: '1' },
    models: { cost: '45000', unknown: '1' },
  };
  const waiting = rig.state.db
    .withTables<MonitoringTables>()
    .selectFrom('ops_reassemblies')
    .where('finished_at', 'is', null);
  const told = (expected: unknown) => async (job: Rebuild) =>
    (await waiting.select('id').execute()).length === 0 &&
    (await rolled(job)) &&
    JSON.stringify(await costs()) === JSON.stringify(expected);
  await rig.until(told(listed), clock);
  const price = await setPrice(system, { model: 'house*', rates: { input: 1, output: 1 } });
  const both = {
    runs: [listed.runs[0], { cost: '110000', computed: '110000', unknown: 0 }],
    agents: { cost: '155000', unknown: '0' },
    models: { cost: '155000', unknown: '0' },
  };
  await rig.until(told(both), clock);
  await removePrice(system, { id: price.id });
  await rig.until(told(listed), clock);
  // As an older version without this model in its list would have left it.
  await rig.warehouse.command(
    "ALTER TABLE steps UPDATE cost_nano_usd = NULL, cost_source = '', price_version = '' WHERE 1",
    {},
    { settings: { mutations_sync: 2 } },
  );
  await sql`update ops_cursors set position = 'older' where subscription = 'monitoring.price_list'`.execute(
    rig.state.db,
  );
  const priced = "SELECT count() AS n FROM steps FINAL WHERE cost_source = 'computed'";
  await rig.until(async (job) => (await told(listed)(job)) && (await rig.one<{ n: string }>(priced)).n === '1', clock);
}, 60_000);

test('releases are observed, at most 20 new ones a day, the same after a restart', async () => {
  const clock = steppedClock(start);
  const system = { ...(await testWorkspace(rig.state)), clock };
  const configured = (trace: number, digest: string): SpanRow[] =>
    whole(trace).map((row) => ({
      ...{ ...row, workspace_id: system.workspaceId, agent_version: '' },
      config_digest: row.kind === 'llm' ? digest : '',
    }));
  const digestOf = (n: number): string => n.toString(16).padStart(6, '0').padEnd(12, 'f');
  await rig.insert(Array.from({ length: 25 }, (_, n) => configured(n + 1, digestOf(n))).flat());
  const releases = () =>
    rig.one<{ known: string; unknown: string }>(
      "SELECT uniqIf(release, release LIKE 'observed·%') AS known, countIf(release = '') AS unknown FROM invocations FINAL",
    );
  const rolled = rig.rolledUp(system.workspaceId);
  await rig.until(async (job) => (await rolled(job)) && (await releases()).unknown === '5', clock);
  expect(await releases()).toEqual({ known: '20', unknown: '5' });
  expect(await rig.one('SELECT uniq(release) AS n FROM agents_1h FINAL WHERE invocations > 0')).toEqual({ n: '21' });
  await rig.insert([...configured(100, digestOf(3)), ...configured(101, 'eeeeeeffffff')], clock.now());
  await rig.until(async () => (await rig.one<{ n: string }>('SELECT count() AS n FROM runs FINAL')).n === '27', clock);
  expect(await releases()).toEqual({ known: '20', unknown: '6' });
  expect(await rig.warehouse.query(`SELECT release FROM runs FINAL WHERE trace_id = '${traceId(100)}'`)).toEqual([
    { release: 'observed·000003' },
  ]);
}, 60_000);

test('that rows were made anew is told while their minutes are still open', async () => {
  const told: unknown[] = [];
  const done: string[] = [];
  const warehouse = { kind: 'chdb', command: async (sql: string) => void done.push(sql) } as unknown as Warehouse;
  const rollup = new Rollup(
    warehouse,
    () => 1,
    () => told.push({ done: done.length, open: rollup.open() }),
  );
  rollup.touch(
    ['wsp_1', 'wsp_2'].map((workspaceId) => ({ workspaceId, buckets: [minute] })),
    1_000_000,
  );
  await rollup.advance(2_000_000, minute);
  expect(told).toEqual([
    { done: 6, open: { wsp_1: [minute], wsp_2: [minute] } },
    { done: 12, open: { wsp_2: [minute] } },
  ]);
  expect(rollup.open()).toEqual({});
});
