import { afterAll, beforeAll, expect, test } from 'vitest';
import { hex, span, ten, TestTelemetry } from '../../rooms/monitoring/views/telemetry.fixture.ts';
import { loadConfig } from '../../spine/config/load.ts';
import { keepRetention } from './retention.ts';

const { config } = loadConfig({ env: {} });
/** Sunday, 2026-11-22, ten o'clock. */
const now = ten * 1000;
const day = 86_400_000;
/** Days of age; rows go by whole weeks or months. */
const ages = { young: 1, edge: 33, old: 45, older: 130, ancient: 480 } as const;
type Age = keyof typeof ages;

let place: TestTelemetry;
const traces = Object.fromEntries(Object.keys(ages).map((age) => [age, hex(16)])) as Record<Age, string>;
beforeAll(async () => {
  place = await TestTelemetry.open();
  for (const [age, days] of Object.entries(ages) as [Age, number][]) {
    const [trace, top] = [traces[age], hex(8)];
    const at = BigInt(now - days * day) * 1_000_000n;
    const said = { user_id: 'u1', conversation_id: 'c1', input_preview: 'Where is it?', output_preview: 'There.' };
    await place.spans([span(trace, top, -days * day, { kind: 'agent', agent: 'clerk', ...said })]);
    await place.rebuild(trace);
    await place.rollUp([Math.floor((ten - days * 86_400) / 60) * 60]);
    const own = { team_id: 'tea_a', trace_id: trace, span_id: top, at };
    await place.insert('content', [{ ...own, ref: hex(16), role: 'user', kind: 'message', body: age }]);
    await place.insert('message_refs', [{ ...own, direction: 'input', index: 0, refs: [] }]);
    const whose = { user_id: 'u1', conversation_id: 'c1', agent: 'clerk' };
    const bucket = Number(at / 60_000_000_000n) * 60;
    const failed = {
      team_id: 'tea_a',
      trace_id: trace,
      span_id: top,
      run_id: `${trace}-${top}`,
      version: 1n,
      ...whose,
    };
    await place.insert('failures', [{ ...failed, bucket, start_time: at, failure_id: 'fai_1', is_deleted: 0 }]);
    await place.insert('logs', [{ team_id: 'tea_a', trace_id: trace, span_id: top, time: at, body: age }]);
  }
  // Filed as of a doubtful clock: these go by when they came.
  const undated = { bucket: 0, start_time: 0n };
  await place.spans([span(hex(16), hex(8), -45 * day, { ...undated, name: 'undated, old' })]);
  await place.spans([span(hex(16), hex(8), -1 * day, { ...undated, name: 'undated, young' })]);
});
afterAll(() => place.warehouse.close());

const count = async (table: string): Promise<number> => {
  const [row] = await place.warehouse.query<{ n: string }>(`SELECT count() AS n FROM ${table} FINAL`);
  return Number(row!.n);
};
const left = async (): Promise<Record<string, number>> => {
  const tables = ['spans', 'steps', 'content', 'message_refs', 'logs', 'runs', 'invocations'];
  const rollups = ['metrics', 'agents'].flatMap((name) => ['1m', '1h', '1d'].map((tier) => `${name}_${tier}`));
  return Object.fromEntries(
    await Promise.all([...tables, ...rollups].map(async (table) => [table, await count(table)] as const)),
  );
};

test('each goes by its own time, in whole weeks or months; coarser figures live longer; twice changes nothing', async () => {
  const before = await left();
  expect(before).toMatchObject({ spans: 7, steps: 5, content: 5, runs: 5, metrics_1m: 5, agents_1d: 5 });
  const gone = await keepRetention(place.warehouse, config, now);
  const after = await left();
  // 30 days back is a Friday: its week stays, with what is 33 days old; of runs, the month that 90 days back lies in.
  expect(after).toEqual({
    ...{ spans: 3, steps: 2, content: 2, message_refs: 2, logs: 2 },
    ...{ runs: 3, invocations: 3, metrics_1m: 3, agents_1m: 3 },
    ...{ metrics_1h: 4, agents_1h: 4, metrics_1d: 5, agents_1d: 5 },
  });
  expect(gone['spans']).toEqual([...['2025-07-28', '2026-07-13', '2026-10-05'], 'undated']);
  expect(gone['metrics_1h']).toEqual(['202507']);
  expect(gone).not.toHaveProperty('metrics_1d');
  expect(await place.warehouse.query('SELECT DISTINCT name FROM spans WHERE bucket = 0')).toEqual([
    { name: 'undated, young' },
  ]);
  expect(await keepRetention(place.warehouse, config, now)).toEqual({});
  expect(await left()).toEqual(after);
}, 60_000);

test('a run that outlives its spans says no more what was said, nor who it was', async () => {
  const rows = await place.warehouse.query<Record<string, string>>(
    'SELECT trace_id, user_id, conversation_id, input_preview, output_preview, agent FROM runs FINAL',
  );
  const of = (age: Age) => rows.find((row) => row['trace_id'] === traces[age]);
  const blank = { user_id: '', conversation_id: '', input_preview: '', output_preview: '' };
  expect(of('old')).toMatchObject({ ...blank, agent: 'clerk' });
  for (const age of ['young', 'edge'] as const)
    expect(of(age)).toMatchObject({ user_id: 'u1', output_preview: 'There.' });
  expect(of('older')).toBeUndefined();
});

test('failures end with their runs, and say no longer than spans whom they met', async () => {
  const rows = await place.warehouse.query<Record<string, string>>(
    'SELECT trace_id, user_id, conversation_id, agent FROM failures FINAL',
  );
  const of = (age: Age) => rows.find((row) => row['trace_id'] === traces[age]);
  expect(of('young')).toMatchObject({ user_id: 'u1', conversation_id: 'c1' });
  expect(of('old')).toMatchObject({ user_id: '', conversation_id: '', agent: 'clerk' });
  expect(of('older')).toBeUndefined();
});

test('nothing ends before what it is made from, whatever is set', async () => {
  const strange = { ingest: { ...config.ingest, retentionDays: 200 }, retention: { runsDays: 1, hoursDays: 1 } };
  expect(await keepRetention(place.warehouse, strange, now)).toEqual({});
});
