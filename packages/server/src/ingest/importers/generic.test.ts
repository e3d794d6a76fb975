import { describe, expect, test } from 'vitest';
import { langfuseExport } from './langfuse-export.ts';
import { otlpFile } from './otlp-file.ts';
import { noon, readOne, refusalOf } from './run.fixture.ts';

describe('OTLP/JSON', () => {
  const span = (spanId: string, parentSpanId?: string) => ({
    traceId: 'a'.repeat(32),
    spanId,
    parentSpanId,
    name: 'x',
  });
  const body = {
    resourceSpans: [{ scopeSpans: [{ spans: [span('1'.repeat(16)), span('2'.repeat(16), '1'.repeat(16))] }] }],
  };

  test('is sent on as it is, with its own times', () => {
    const imported = readOne(otlpFile, body);
    expect(imported).toMatchObject({ runs: 1, steps: 2, scores: 0, runId: null, synthetic: false });
    expect(imported.requests(noon)).toEqual([{ path: '/v1/traces', body }]);
  });

  test.each([
    [{}, '"resourceSpans" must be a list'],
    [{ resourceSpans: [] }, 'There is no span in it'],
    [{ resourceSpans: [{ scopeSpans: [7] }] }, 'An item of "scopeSpans" must be an object'],
    [{ resourceLogs: [] }, '"resourceSpans" must be a list'],
  ])('%j is refused', (value, why) => expect(refusalOf(otlpFile, value)).toBe(why));
});

describe('an export of Langfuse', () => {
  const trace = {
    ...{ id: 't-1', timestamp: '2026-11-20T10:00:00.000Z', name: 'desk', userId: 'u' },
    observations: [
      {
        id: 'o-1',
        type: 'GENERATION',
        startTime: '2026-11-20T10:00:01.000Z',
        usage: { input: 0, output: 0, unit: 'TOKENS' },
      },
      { id: 'o-2', type: 'SPAN', parentObservationId: 'o-1', usage: { input: 3, output: 0, total: 3 } },
    ],
    scores: [{ id: 's-1', name: 'helpful', value: 1, timestamp: '2026-11-20T10:05:00.000Z' }],
  };

  test('is the events that Langfuse’s clients send, with its own ids and times', () => {
    const imported = readOne(langfuseExport, trace);
    expect(imported).toMatchObject({ runs: 1, steps: 2, scores: 1, synthetic: false });
    const [request, ...more] = imported.requests(noon);
    expect(more).toEqual([]);
    const { batch } = request!.body as { batch: Record<string, object>[] };
    expect(batch.map(({ type, timestamp }) => [type, timestamp])).toEqual([
      ['trace-create', trace.timestamp],
      ['observation-create', '2026-11-20T10:00:01.000Z'],
      ['observation-create', trace.timestamp],
      ['score-create', '2026-11-20T10:05:00.000Z'],
    ]);
    expect(batch[0]!['body']).toEqual({ id: 't-1', timestamp: trace.timestamp, name: 'desk', userId: 'u' });
    // 0 of everything is what Langfuse writes where it was told nothing.
    expect(batch[1]!['body']).toEqual({
      id: 'o-1',
      type: 'GENERATION',
      startTime: '2026-11-20T10:00:01.000Z',
      traceId: 't-1',
    });
    expect(batch[2]!['body']).toMatchObject({ traceId: 't-1', usage: { input: 3, output: 0 } });
  });

  test('is cut into requests that are taken', () => {
    const observations = Array.from({ length: 2_500 }, (_, index) => ({ id: `o-${index}` }));
    const sizes = readOne(langfuseExport, { ...trace, observations, scores: [] })
      .requests(noon)
      .map(({ body }) => (body as { batch: object[] }).batch.length);
    expect(sizes).toEqual([1_000, 1_000, 501]);
  });

  test('that lists only ids, or has none, is refused', () => {
    expect(refusalOf(langfuseExport, { ...trace, observations: ['o-1'] })).toContain('ask for the traces one by one');
    expect(refusalOf(langfuseExport, { ...trace, id: undefined })).toBe('"id" must be a text');
    expect(refusalOf(langfuseExport, { ...trace, scores: 7 })).toBe('"scores" must be a list');
  });
});
