import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ScoreRow } from '../../../ingest/rows.ts';
import { outcomeScore } from '../../../spine/outcomes.ts';
import { loadPosition } from './position.ts';
import { ReportedOutcomes } from './reported-outcomes.ts';
import { RebuildRig, start, traceId, whole } from './rig.fixture.ts';

let rig: RebuildRig;
beforeAll(async () => void (rig = await RebuildRig.open()));
afterAll(() => rig.close());
beforeEach(() => rig.clear());

const spanId = 'a'.padEnd(16, '0');
let made = 0;
const outcome = (trace: number, label: string, changes: Partial<ScoreRow> = {}): ScoreRow => ({
  ...{ workspace_id: 'wsp_1', team_id: 'tea_1', key_id: 'key_1', bound: true, score_id: `s-${++made}` },
  ...{ trace_id: traceId(trace), span_id: spanId, conversation_id: '', name: outcomeScore, data_type: 'categorical' },
  ...{ number: null, label, comment: '', source: 'outcome', author_id: '', config_id: '', environment: '' },
  ...{ metadata: new Map(), at: BigInt(start) * 1_000_000n, received_at: start, version: BigInt(made), marks: [] },
  ...changes,
});
const row = (trace: number) =>
  rig.one<{ outcome: string; source: string; marks: string[]; version: string }>(
    `SELECT outcome, outcome_source AS source, marks, version FROM runs FINAL WHERE trace_id = '${traceId(trace)}'`,
  );
const becomes = (trace: number, value: string, source: string) => async (): Promise<boolean> => {
  const now = (await row(trace)) as Awaited<ReturnType<typeof row>> | undefined;
  return now?.outcome === value && now.source === source;
};

test('an outcome told later re-opens its run, and that alone; its invocation says the same', async () => {
  await rig.insert([...whole(1), ...whole(2)]);
  await rig.until(becomes(1, 'completed', 'inferred'));
  const other = await row(2);
  await rig.insertScores([outcome(1, 'passed_to_person')]);
  await rig.until(becomes(1, 'passed_to_person', 'declared'));
  expect(await row(2)).toMatchObject({ outcome: 'completed', source: 'inferred' });
  expect(other.outcome).toBe('completed');
  const invocation = await rig.one(
    `SELECT outcome, outcome_source AS source FROM invocations FINAL WHERE trace_id = '${traceId(1)}'`,
  );
  expect(invocation).toEqual({ outcome: 'passed_to_person', source: 'declared' });
  const position = await loadPosition(rig.state);
  expect(position.outcomes.near).toHaveLength(1);
}, 40_000);

test('one told before the spans came is there with them, and in every later assembly', async () => {
  await rig.insertScores([outcome(3, 'abandoned')]);
  await rig.until(async () => (await loadPosition(rig.state)).outcomes.after > 0);
  await rig.insert(whole(3).slice(0, 2));
  await rig.until(becomes(3, 'abandoned', 'declared'));
  const { version } = await row(3);
  await rig.insert(whole(3).slice(2));
  await rig.until(async () => (await row(3)).version > version);
  expect(await row(3)).toMatchObject({ outcome: 'abandoned', source: 'declared' });
}, 40_000);

test('a person’s holds whatever comes after; those that differ mark the run, and the last of one id counts', async () => {
  await rig.insert(whole(4));
  await rig.insertScores([
    outcome(4, 'completed', { source: 'person', at: 1n }),
    outcome(4, 'abandoned', { score_id: 'same', version: 1n }),
    outcome(4, 'failed', { score_id: 'same', version: 2n }),
    outcome(4, 'passed_to_person', { team_id: 'tea_2' }),
    outcome(4, 'abandoned', { metadata: new Map([['agent', 'somebody-else']]) }),
    outcome(4, 'abandoned', { source: 'of-a-later-version' }),
    outcome(4, 'abandoned', { name: 'another' }),
  ]);
  await rig.until(becomes(4, 'completed', 'person'));
  expect((await row(4)).marks).toContain('disputed');
}, 40_000);

test('nothing is asked of scores for traces while nobody tells outcomes', async () => {
  await rig.insertScores([outcome(5, 'failed', { name: 'another' })]);
  const asked: string[] = [];
  const warehouse = {
    ...rig.warehouse,
    query: <T>(sql: string, ...rest: [never?]) => (asked.push(sql), rig.warehouse.query<T>(sql, ...rest)),
  };
  let now = 0;
  const outcomes = new ReportedOutcomes(warehouse, { after: 0, near: [] }, () => now);
  const trace = [{ workspaceId: 'wsp_1', traceId: traceId(5) }];
  expect([await outcomes.of(trace), await outcomes.of(trace)]).toEqual([[], []]);
  expect(asked).toHaveLength(1);
  expect(await outcomes.news()).toBeNull();
  await rig.insertScores([outcome(5, 'failed')]);
  expect(await outcomes.news()).toBeNull();
  now = 1_000;
  const news = await outcomes.news();
  expect(news?.traces).toEqual([{ ...trace[0], firstBucket: 0 }]);
  now = 2_000;
  expect((await outcomes.news())?.traces).toHaveLength(1);
  // Once it was read for an assembly, it is no news to its run.
  expect(await outcomes.of(trace)).toMatchObject([{ value: 'failed', source: 'outcome', spanId }]);
  now = 2_999;
  expect(await outcomes.news()).toBeNull();
  now = 3_000;
  const again = await outcomes.news();
  expect(again?.traces).toEqual([]);
  again!.taken();
  now = 4_000;
  expect(await outcomes.news()).toBeNull();
  await rig.insertScores([outcome(5, 'completed')]);
  now = 5_000;
  expect((await outcomes.news())?.traces).toHaveLength(1);
}, 40_000);
