import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Warehouse } from '../../../ports/warehouse.ts';
import { keyOf } from './failure-row.ts';
import { type ChangedForFailures, idsOf, mayFail, tracesOf } from './read-changed.ts';
import { readFailing } from './read-failing.ts';

const run = (over: Partial<ChangedForFailures> = {}): ChangedForFailures => ({
  ...{ run_id: 't1-r', version: '1', is_deleted: 0, team_id: 'tea_a', trace_id: 't1', span_id: 'top', name: 'settle' },
  ...{ agent: 'billing', release: '1.0', environment: 'prod', user_id: '', conversation_id: '', outcome: 'completed' },
  ...{ refused: false, errors: 0, bucket_s: 36_000, first_bucket_s: 36_000, start_ns: '36000000000000' },
  ...{ last_end_s: 36_060, ...over },
});

type Step = { run_id?: string; trace_id?: string; span_id: string; team_id?: string };
type Span = Step & {
  kind?: string;
  tool?: string;
  message?: string;
  error_type?: string;
  refused?: boolean;
  start_ns?: string;
};

/** What is found of these runs, where the warehouse has these failing steps and these spans. */
async function found(runs: readonly ChangedForFailures[], steps: readonly Step[], spans: readonly Span[]) {
  const asked: string[] = [];
  const place = { run_id: 't1-r', trace_id: 't1', team_id: 'tea_a', bucket_s: 36_000, start_ns: '36000000000001' };
  const bare = { kind: 'tool', name: 'step', tool: 'lookup', model: '', error_type: '', message: '', refused: false };
  const query = (sql: string) => {
    asked.push(sql);
    const isSteps = sql.includes('FROM steps');
    return Promise.resolve(
      isSteps ? steps.map((s) => ({ ...place, ...s })) : spans.map((s) => ({ ...place, ...bare, ...s })),
    );
  };
  const all = await readFailing({ query } as unknown as Warehouse, 'wsp_1', runs);
  return { all, asked };
}
const told = async (...given: Parameters<typeof found>) =>
  (await found(...given)).all.map((one) => [one.spanId, one.class, one.message]);

describe('failures of a run', () => {
  test('one that went well is not looked at', async () => {
    expect((await found([run(), run({ is_deleted: 1, errors: 3, outcome: 'failed' })], [], [])).asked).toEqual([]);
  });

  test.each<[Partial<ChangedForFailures>, boolean]>([
    [{ errors: 1 }, true],
    [{ refused: true }, true],
    [{ outcome: 'failed' }, true],
    [{ outcome: 'abandoned' }, false],
    [{ outcome: 'passed_to_person' }, false],
    [{ errors: 1, is_deleted: 1 }, false],
  ])('%o may hold one: %s', (over, expected) => expect(mayFail(run(over))).toBe(expected));

  test('each failing step is one, by its message or else its type', async () => {
    const steps = [{ span_id: 'a' }, { span_id: 'b' }, { span_id: 'c' }];
    const spans = [
      { span_id: 'a', message: 'gone', error_type: 'E' },
      { span_id: 'b', error_type: 'KeyError' },
      { span_id: 'c' },
    ];
    expect(await told([run({ errors: 3 })], steps, spans)).toEqual([
      ['a', 'tool_error', 'gone'],
      ['b', 'tool_error', 'KeyError'],
      ['c', 'tool_error', ''],
    ]);
  });

  test('a run that failed by its steps is not counted again as a whole', async () => {
    const failed = run({ errors: 1, outcome: 'failed' });
    expect(await told([failed], [{ span_id: 'a' }], [{ span_id: 'a', message: 'gone' }])).toHaveLength(1);
    expect(await told([failed], [], [])).toEqual([['top', 'failed_outcome', '']]);
  });

  test('a step whose span is not there any more is none, and the run stands for it', async () => {
    expect(await told([run({ errors: 1, outcome: 'failed' })], [{ span_id: 'a' }], [])).toEqual([
      ['top', 'failed_outcome', ''],
    ]);
    expect(await told([run({ errors: 1 })], [{ span_id: 'a' }], [])).toEqual([]);
  });

  test('a span of another team with the same ids is not taken for the step', async () => {
    const spans = [{ span_id: 'a', team_id: 'tea_b', message: 'of others' }];
    expect(await told([run({ errors: 1 })], [{ span_id: 'a' }], spans)).toEqual([]);
  });

  test('refused: by the model that did, not by what stands around it; once', async () => {
    const spans = [
      { span_id: 'agent', kind: 'agent', refused: true, start_ns: '36000000000009' },
      { span_id: 'model', kind: 'llm', refused: true, start_ns: '36000000000002' },
    ];
    const refused = run({ refused: true, outcome: 'failed' });
    expect(await told([refused], [], spans)).toEqual([['model', 'refusal', '']]);
    expect(await told([refused], [], [{ span_id: 'x', refused: true, team_id: 'tea_b' }])).toEqual([
      ['top', 'failed_outcome', ''],
    ]);
    const failing = { span_id: 'model', kind: 'llm', refused: true, message: 'content filter' };
    expect(await told([refused], [{ span_id: 'model' }], [failing])).toEqual([['model', 'refusal', 'content filter']]);
  });

  test('of several runs each has its own', async () => {
    const runs = [run({ errors: 1 }), run({ run_id: 't2-r', trace_id: 't2', outcome: 'failed', span_id: 'top2' })];
    expect(await told(runs, [{ span_id: 'a' }], [{ span_id: 'a', message: 'gone' }])).toEqual([
      ['a', 'tool_error', 'gone'],
      ['top2', 'failed_outcome', ''],
    ]);
  });
});

describe('where it is looked', () => {
  test('a minute around the runs, and where clocks cannot be believed', () => {
    const sql = tracesOf([run(), run({ first_bucket_s: 72_000, last_end_s: 72_100 })]);
    expect(sql).toContain(`toDateTime(${36_000 - 60}) AND toDateTime(${72_100 + 60})`);
    expect(sql).toContain('OR bucket = toDateTime(0)');
  });

  test('only there, for runs that have no minute; they do not widen the range of others', () => {
    const lost = run({ first_bucket_s: 0, last_end_s: 4_000_000_000 });
    expect(tracesOf([lost])).toMatch(/AND \(bucket = toDateTime\(0\)\)$/);
    expect(tracesOf([lost, run()])).toContain(`toDateTime(${36_060 + 60})`);
  });

  test('no bound leaves what a DateTime holds', () => {
    const sql = tracesOf([run({ first_bucket_s: 60, last_end_s: 4_294_967_295 })]);
    expect(sql).toContain('BETWEEN toDateTime(0) AND toDateTime(4294967295)');
  });

  test('ids are quoted, whatever is in them, and each stands once', () => {
    expect(idsOf(['a', 'a', 'b'])).toBe("'a', 'b'");
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom("'", '\\', "\\'", "') OR 1 --"))), (ids) => {
        // Read back as the engine reads a literal: nothing but literals and commas is left.
        const sql = idsOf(ids);
        expect(sql.replace(/'(?:[^'\\]|\\[\s\S])*'/g, 'X')).toMatch(/^(?:X(?:, X)*)?$/);
        const read = [...sql.matchAll(/'((?:[^'\\]|\\[\s\S])*)'/g)].map(([, body]) =>
          body!.replace(/\\([\s\S])/g, '$1'),
        );
        expect(read).toEqual([...new Set(ids)]);
      }),
    );
  });

  test('a row is replaced by one of the same span only: every part of the key counts', () => {
    const row = { bucket: 60, trace_id: 't', span_id: 's', run_id: 'r', team_id: 'tea_a' };
    const others = [{ bucket: 120 }, { trace_id: 'u' }, { span_id: 'v' }, { run_id: 'w' }, { team_id: 'tea_b' }];
    expect(new Set([row, ...others.map((one) => ({ ...row, ...one }))].map(keyOf)).size).toBe(6);
  });
});
