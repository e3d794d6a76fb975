import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { otlpBody } from './otlp-body.ts';
import { noon, outcomesOf, scoresOf, spansOf } from './run.fixture.ts';
import { RunBuilder, type RunHead, saidAs } from './run-builder.ts';

const head: RunHead = {
  ...{ format: 'x', identity: ['task 1', [{ said: 'hi' }]], agent: 'clerk', environment: 'imported' },
  ...{ conversation: 'x task 1' },
};
const built = (over: Partial<RunHead> = {}, fill: (run: RunBuilder) => void = () => undefined) => {
  const run = new RunBuilder({ ...head, ...over });
  fill(run);
  return run.done();
};
const plain = { value: 1, spanId: null, comment: '', metadata: {} };

describe('a run', () => {
  test('without a step is its top step alone, in one request', () => {
    const run = built();
    expect(run).toMatchObject({ runs: 1, steps: 1, scores: 0, synthetic: true });
    expect(run.requests(noon).map(({ path }) => path)).toEqual(['/v1/traces']);
    const [top] = spansOf(run);
    expect([top!.parentSpanId, top!.name, top!.given['signalbox.import.format']]).toEqual([
      '',
      'invoke_agent clerk',
      'x',
    ]);
  });

  test('is named by what identifies it, and by its format; by nothing else', () => {
    const id = (over: Partial<RunHead>) => built(over).runId;
    expect(id({ agent: 'other', environment: 'prod', conversation: 'y', attributes: { a: 1 } })).toBe(id({}));
    expect(new Set([id({}), id({ format: 'y' }), id({ identity: [] }), id({ identity: ['task 1'] })]).size).toBe(4);
    // Not glued together: ["a", "bc"] is another than ["ab", "c"].
    expect(id({ identity: ['a', 'bc'] })).not.toBe(id({ identity: ['ab', 'c'] }));
  });

  test('has ids that OTLP takes, and each step one of its own', () => {
    const run = built({}, (one) => Array.from({ length: 300 }, (_, i) => one.step(`s${i}`, {})));
    const spans = spansOf(run);
    expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(301);
    for (const { spanId } of spans) expect(spanId).toMatch(/^[0-9a-f]{16}$/);
    expect(run.runId).toMatch(/^[0-9a-f]{32}-[0-9a-f]{16}$/);
    expect(run.runId!.slice(33)).toBe(spans[0]!.spanId);
  });

  test('keeps the parents that steps are given; the others stand below the top', () => {
    let outer = '';
    const spans = spansOf(
      built({}, (run) => {
        outer = run.step('outer', {});
        run.step('inner', {}, { parent: outer });
        run.step('beside', {});
      }),
    );
    expect(spans.slice(1).map(({ parentSpanId }) => parentSpanId)).toEqual([spans[0]!.spanId, outer, spans[0]!.spanId]);
  });

  test('sends its labels before its spans: once the run is there, they are', () => {
    const run = built({}, (one) => {
      one.score({ ...plain, name: 'reward' });
      one.ended({ outcome: 'failed', reason: 'reward 0' });
    });
    expect(run.requests(noon).map(({ path }) => path)).toEqual([
      ...['/api/public/ingestion', '/api/v1/outcomes', '/v1/traces'],
    ]);
  });

  test('of two words on how it ended the last holds, at the time it was told', () => {
    const run = built({}, (one) => {
      one.ended({ outcome: 'failed', reason: 'a' });
      one.ended({ outcome: 'completed', reason: '' });
    });
    expect(outcomesOf(run)).toMatchObject([{ outcome: 'completed', reason: '', at: '2026-11-22T12:00:00.000Z' }]);
  });

  test('asked for its requests again says the same again', () => {
    const run = built({}, (one) => {
      one.said('in', 'out');
      one.score({ ...plain, name: 'reward' });
      one.step('a', {}, { seconds: 0.5, error: 'bad' });
    });
    expect(run.requests(noon)).toEqual(run.requests(noon));
  });
});

describe('scores', () => {
  test.each([
    [1, 'NUMERIC', 1],
    [true, 'BOOLEAN', 1],
    [false, 'BOOLEAN', 0],
    ['late', 'CATEGORICAL', 'late'],
    [0, 'NUMERIC', 0],
    ['', 'CATEGORICAL', ''],
  ] as const)('%j is %s', (value, dataType, sent) => {
    const [score] = scoresOf(built({}, (run) => run.score({ ...plain, name: 's', value })));
    expect(score).toMatchObject({ dataType, value: sent, comment: '' });
    expect(score).not.toHaveProperty('observationId');
  });

  test('of one run have ids apart by name and part, and the same in another reading', () => {
    const fill = (run: RunBuilder) => {
      run.score({ ...plain, name: 'a' });
      run.score({ ...plain, name: 'a', part: 0 });
      run.score({ ...plain, name: 'a', part: 1, value: 5 });
      run.score({ ...plain, name: 'b' });
    };
    const ids = scoresOf(built({}, fill)).map(({ id }) => id);
    expect(new Set(ids).size).toBe(4);
    expect(scoresOf(built({ agent: 'other' }, fill)).map(({ id }) => id)).toEqual(ids);
    expect(scoresOf(built({ identity: [2] }, fill)).map(({ id }) => id)).not.toEqual(ids);
  });

  test('say metadata as text, and nothing of what is not known', () => {
    const metadata = { task: 4, right: false, none: undefined, empty: '' };
    const [score] = scoresOf(built({}, (run) => run.score({ ...plain, name: 's', metadata })));
    expect(score!.metadata).toEqual({ task: '4', right: 'false', empty: '' });
  });
});

describe('what was said of the whole run', () => {
  test.each([
    [undefined, undefined, []],
    ['', '', []],
    ['in', undefined, ['gen_ai.input.messages']],
    ['in', 'out', ['gen_ai.input.messages', 'gen_ai.output.messages']],
  ] as const)('%j and %j', (input, output, named) => {
    const [top] = spansOf(built({}, (run) => run.said(input, output)));
    expect(Object.keys(top!.given).filter((key) => key.endsWith('.messages'))).toEqual(named);
  });

  test('comes back as it was, whatever stands in it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'binary' }), (content) => {
        const text = saidAs('input', 'user', content)['gen_ai.input.messages'];
        expect(JSON.parse(String(text))).toEqual([{ role: 'user', parts: [{ type: 'text', content }] }]);
      }),
    );
  });
});

describe('times that nobody recorded', () => {
  type Sent = { startTimeUnixNano: string; endTimeUnixNano: string };
  const timesOf = (lengths: readonly (number | undefined)[], at = noon): [bigint, bigint][] => {
    const spans = lengths.map((seconds, i) => ({
      ...{ id: `${i}`, parent: '', name: 's', attributes: {} },
      more: seconds === undefined ? {} : { seconds },
    }));
    const body = otlpBody({ traceId: 't', spans, environment: 'e', service: 's', at }) as {
      resourceSpans: { scopeSpans: { spans: Sent[] }[] }[];
    };
    return body.resourceSpans[0]!.scopeSpans[0]!.spans.map((one) => [
      BigInt(one.startTimeUnixNano),
      BigInt(one.endTimeUnixNano),
    ]);
  };

  test('keep the order of steps and the lengths that are known, whatever they are', () => {
    const length = fc.option(fc.double({ min: 0, max: 1e5, noNaN: true }), { nil: undefined });
    fc.assert(
      fc.property(fc.array(length, { maxLength: 30 }), (lengths) => {
        let before = BigInt(noon) * 1_000_000n - 1n;
        for (const [i, [start, end]] of timesOf(lengths).entries()) {
          expect(start > before).toBe(true);
          expect(Number(end - start)).toBe(Math.round((lengths[i] ?? 0) * 1e9));
          before = end;
        }
      }),
    );
  });

  test('begin at the moment they are filed under, to the nanosecond', () => {
    expect(timesOf([undefined], 1)[0]).toEqual([1_000_000n, 1_000_000n]);
    expect(timesOf([1e-9, undefined], 0)).toEqual([
      [0n, 1n],
      [1_000_001n, 1_000_001n],
    ]);
  });
});

test('attributes are sent by what they are; unknown ones are not', () => {
  const attributes = { text: '', whole: 3, part: 0.5, huge: 2 ** 60, yes: false, none: undefined };
  const [, step] = spansOf(built({}, (run) => run.step('s', attributes)));
  expect(step!.given).toEqual({
    ...{ 'signalbox.time': 'synthetic', text: '', whole: '3', part: 0.5, huge: 2 ** 60, yes: false },
  });
});
