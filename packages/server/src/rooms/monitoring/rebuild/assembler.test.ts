import { describe, expect, test } from 'vitest';
import { spanRow } from '../../../ingest/spool/rows.fixture.ts';
import { spoolTables } from '../../../ingest/spool/tables.ts';
import { cellReader, cellSkipper, RowReader } from '../../../spine/rowbinary/row-reader.ts';
import { RowWriter } from '../../../spine/rowbinary/row-writer.ts';
import type { Answer, StandingRows } from './assembler-protocol.ts';
import { Assembler, giveUpAfterMs, settleAfterMs, stateOf } from './assembler.ts';

const minute = 1_795_325_040;
const block = (rows: ReturnType<typeof spanRow>[]) => {
  const out = new RowWriter();
  for (const row of rows) spoolTables.spans.write(out, row);
  return {
    insertedAt: minute * 1e6,
    rows: rows.length,
    columns: spoolTables.spans.columns,
    bytes: Uint8Array.from(out.view()),
  };
};
const span = (trace: string, id: string, parent: string, changes: Parameters<typeof spanRow>[0] = {}) =>
  spanRow({
    trace_id: trace.repeat(32),
    span_id: id.repeat(16),
    parent_span_id: parent.repeat(parent === '' ? 0 : 16),
    bucket: minute,
    marks: [],
    ...changes,
  });

/** Some columns of the rows of one table in an answer. */
function rowsOf(answer: Answer, table: string, wanted: readonly string[]): Record<string, unknown>[] {
  if (answer.step !== 'assemble') throw new Error('not assembled');
  const made = answer.blocks.find((one) => one.table === table);
  if (made === undefined) return [];
  const reader = new RowReader(made.bytes);
  const rows: Record<string, unknown>[] = [];
  while (!reader.done) {
    const row: Record<string, unknown> = {};
    for (const [name, type] of made.columns) {
      if (wanted.includes(name)) row[name] = cellReader(type)(reader);
      else cellSkipper(type)(reader);
    }
    rows.push(row);
  }
  return rows;
}

const assemble = (rows: ReturnType<typeof spanRow>[], standing: StandingRows[] = []): Answer => {
  const assembler = new Assembler();
  assembler.handle({ step: 'load', blocks: [block(rows)], spans: new Uint8Array(), anew: false });
  return assembler.handle({ step: 'assemble', whole: [], standing, settled: false, version: '77', now: minute * 1000 });
};

test('loading tells the traces and their first minute', () => {
  const rows = [span('a', '1', ''), span('a', '2', '1', { bucket: minute - 60 }), span('b', '1', '', { bucket: 0 })];
  const loaded = new Assembler().handle({ step: 'load', blocks: [block(rows)], spans: new Uint8Array(), anew: false });
  expect(loaded).toEqual({
    step: 'load',
    rows: 3,
    traces: [
      { workspaceId: 'wsp_1', traceId: 'a'.repeat(32), firstBucket: minute - 60, whole: false },
      { workspaceId: 'wsp_1', traceId: 'b'.repeat(32), firstBucket: 0, whole: false },
    ],
  });
});

test('every row of a batch carries its version; runs come last', () => {
  const answer = assemble([span('a', '1', ''), span('a', '2', '1', { kind: 'tool', agent: '' })]);
  if (answer.step !== 'assemble') throw new Error();
  expect(answer.blocks.map(({ table, rows }) => [table, rows])).toEqual([
    ['steps', 2],
    ['invocations', 1],
    ['runs', 1],
  ]);
  for (const { table } of answer.blocks)
    for (const row of rowsOf(answer, table, ['version'])) expect(row['version']).toBe(77n);
  expect(answer.touched).toEqual([{ workspaceId: 'wsp_1', buckets: [minute] }]);
  expect(answer.traces).toMatchObject([
    { ended: true, provisional: false, minutes: [{ bucket: minute, teamId: 'tea_1', spans: 2, runs: 1 }] },
  ]);
});

test('nothing of a batch is left for the next', () => {
  const assembler = new Assembler();
  assembler.handle({ step: 'load', blocks: [block([span('a', '1', '')])], spans: new Uint8Array(), anew: false });
  assembler.handle({ step: 'assemble', whole: [], standing: [], settled: false, version: '1', now: 0 });
  const empty = assembler.handle({ step: 'assemble', whole: [], standing: [], settled: false, version: '2', now: 0 });
  expect(empty).toMatchObject({ blocks: [], traces: [], touched: [] });
});

describe('rows that stood before and are no longer made', () => {
  const traceId = 'a'.repeat(32);
  const runOf = (span: string): string => `${traceId}-${span.repeat(16)}`;
  const standing = (...spans: string[]): StandingRows[] => [
    {
      workspaceId: 'wsp_1',
      traceId,
      runs: spans.map((one) => ({ bucket: minute, runId: runOf(one) })),
      invocations: spans.map((one) => ({ bucket: minute, spanId: one.repeat(16) })),
    },
  ];

  test('a run becomes a tombstone that names the run its top is in now', () => {
    const answer = assemble(
      [span('a', '1', '', { agent: 'main' }), span('a', '2', '1', { agent: 'sub' })],
      standing('2'),
    );
    expect(rowsOf(answer, 'runs', ['run_id', 'is_deleted', 'redirect_to'])).toEqual([
      { run_id: runOf('1'), is_deleted: 0, redirect_to: '' },
      { run_id: runOf('2'), is_deleted: 1, redirect_to: runOf('1') },
    ]);
    // The sub-agent's invocation is still one.
    expect(rowsOf(answer, 'invocations', ['span_id', 'is_deleted'])).toEqual([
      { span_id: '1'.repeat(16), is_deleted: 0 },
      { span_id: '2'.repeat(16), is_deleted: 0 },
    ]);
  });

  test('an invocation that is none any more is deleted', () => {
    const answer = assemble([span('a', '1', '')], standing('1', '9'));
    expect(rowsOf(answer, 'invocations', ['span_id', 'is_deleted'])).toEqual([
      { span_id: '1'.repeat(16), is_deleted: 0 },
      { span_id: '9'.repeat(16), is_deleted: 1 },
    ]);
  });

  test('a run whose start moved to another minute leaves no second row', () => {
    const answer = assemble([span('a', '1', '', { bucket: minute + 60 })], standing('1'));
    expect(rowsOf(answer, 'runs', ['bucket', 'run_id', 'is_deleted', 'redirect_to'])).toEqual([
      { bucket: minute + 60, run_id: runOf('1'), is_deleted: 0, redirect_to: '' },
      { bucket: minute, run_id: runOf('1'), is_deleted: 1, redirect_to: '' },
    ]);
  });
});

test('a run settles when ended and quiet, and is given up when silent', () => {
  const lastIngested = minute * 1e6;
  const at = (ms: number): number => minute * 1000 + ms;
  expect(stateOf({ progress: 'ended', lastIngested }, at(settleAfterMs - 1))).toBe('running');
  expect(stateOf({ progress: 'ended', lastIngested }, at(settleAfterMs))).toBe('settled');
  expect(stateOf({ progress: 'open', lastIngested }, at(giveUpAfterMs - 1))).toBe('running');
  expect(stateOf({ progress: 'open', lastIngested }, at(giveUpAfterMs))).toBe('unfinished');
});
