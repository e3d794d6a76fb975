import { describe, expect, test } from 'vitest';
import { assembleTrace } from './assemble.ts';
import { call, fact } from './spans.fixture.ts';

describe('a span that others stand for now', () => {
  const own = fact('own', '', { name: 'the trace', marks: ['superseded'], ingestedAt: 2 });

  test('is no step that counts, whatever was inserted of it before', () => {
    const { runs, steps } = assembleTrace([fact('own', '', { ingestedAt: 1 }), own, call('m', '', { at: 1 })], true);
    expect(runs).toMatchObject([{ topSpanId: 'm', steps: 1, modelCalls: 1 }]);
    expect(steps.map((step) => [step.span.spanId, step.counted])).toEqual([
      ['m', true],
      ['own', false],
    ]);
  });

  test('alone still is one: its trace is never without a run', () => {
    expect(assembleTrace([own], true).runs).toMatchObject([{ topSpanId: 'own', steps: 1 }]);
  });
});

describe('spans beside each other with nothing above them', () => {
  test('are a run from the first to the last, which went as the last did', () => {
    const first = fact('a', '', { took: 2, status: 2 });
    const { runs } = assembleTrace([first, call('b', '', { at: 3, took: 4 }), fact('c', '', { at: 4, took: 1 })], true);
    expect(runs).toMatchObject([
      { topSpanId: 'a', steps: 3, durationNs: 7_000_000_000n, progress: 'ended', outcome: { value: 'completed' } },
    ]);
    const failed = assembleTrace([first, call('b', '', { at: 3, took: 4, status: 2 })], true).runs[0]!;
    expect(failed.outcome).toMatchObject({ value: 'failed' });
  });

  test('one that has not ended keeps the run open', () => {
    const { runs } = assembleTrace(
      [fact('a', ''), fact('b', '', { took: null, marks: ['no_end'] }), fact('c', '', { at: 9 })],
      true,
    );
    expect(runs).toMatchObject([{ progress: 'open', durationNs: null }]);
  });
});
