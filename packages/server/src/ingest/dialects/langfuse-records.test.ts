import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeRecords, partsOfBatch, type RecordPart } from './langfuse-records.ts';
import { langfuseSpans, spanIdOf, traceIdOf } from './langfuse-spans.ts';
import { readSpan } from './registry.ts';

const moment = (ms: number): string => new Date(Date.UTC(2026, 10, 22, 6) + ms).toISOString();
const part = (id: string, type: string, at: number, body: object): RecordPart => ({
  id,
  type,
  timestamp: moment(at),
  body: body as RecordPart['body'],
});

const trace = '0af76519-16cd-43dd-8448-eb211c80319c';
const parts: RecordPart[] = [
  part('e1', 'trace-create', 0, { id: trace, name: 'support', timestamp: moment(0), userId: 'u', tags: ['beta'] }),
  part('e2', 'generation-update', 1, { id: 'g', traceId: trace, endTime: moment(900), output: 'done' }),
  part('e3', 'generation-create', 3, {
    id: 'g',
    traceId: trace,
    startTime: moment(100),
    name: 'plan',
    model: 'm',
    parentObservationId: 's',
    usageDetails: { input: 172, output: 41, cache_read_input_tokens: 640, total: 853 },
    output: null,
  }),
  part('e4', 'span-create', 2, { id: 's', traceId: trace, startTime: moment(50), name: 'work' }),
  part('e5', 'span-update', 5, {
    id: 's',
    traceId: trace,
    endTime: moment(950),
    level: 'ERROR',
    statusMessage: 'broke',
  }),
  part('e6', 'trace-create', 6, {
    id: trace,
    sessionId: 'c',
    output: { answer: 1 },
    clientInitParams: { secretKey: 'sk-lf-x' },
  }),
  part('e7', 'event-create', 4, { id: 'v', traceId: trace, startTime: moment(400), name: 'clicked' }),
  part('e8', 'span-update', 5, { id: 's', traceId: trace, statusMessage: 'broke later' }),
];
const spansOf = (some: readonly RecordPart[]) => langfuseSpans(mergeRecords(some));

describe('records of batches', () => {
  it('become spans below their trace, with what was latest of each column', () => {
    const [top, ...below] = spansOf(parts);
    expect(top).toMatchObject({
      traceId: trace.replaceAll('-', ''),
      parentSpanId: '',
      name: 'support',
      endNs: BigInt(Date.parse(moment(950))) * 1_000_000n,
    });
    expect(below.map(({ name }) => name).toSorted()).toEqual(['clicked', 'plan', 'work']);
    const of = (id: string) => below.find(({ spanId }) => spanId === spanIdOf(trace, id))!;
    expect(of('g').parentSpanId).toBe(of('s').spanId);
    expect(of('s').parentSpanId).toBe(top!.spanId);
    expect(readSpan(of('g'))).toMatchObject({
      kind: 'llm',
      usage: { input: 812, output: 41, cacheRead: 640 },
      usageQuality: 'exact',
      output: [{ parts: [{ content: 'done' }] }],
      user: 'u',
      conversation: 'c',
      tags: ['beta'],
    });
    expect(readSpan(of('s'))).toMatchObject({ kind: 'other', failed: true, errorMessage: 'broke later' });
    expect(JSON.stringify([...below, top].map((span) => [...span!.attributes]))).not.toContain('sk-lf');
  });

  it('are the same from any order and any cut of the parts, sent twice', () => {
    const wanted = spansOf(parts);
    const orders = fc.tuple(fc.shuffledSubarray(parts, { minLength: parts.length }), fc.shuffledSubarray(parts));
    fc.assert(
      fc.property(orders, fc.nat(parts.length), ([order, again], cut) => {
        // Each node keeps parts as they were sent, so a cut changes nothing but where they lie.
        const [one, other] = [order.slice(0, cut), [...order.slice(cut), ...again]];
        expect(spansOf([...other, ...one])).toEqual(wanted);
      }),
    );
  });

  it('fail as a whole where the last of them did', () => {
    const top = (some: readonly RecordPart[]) => readSpan(spansOf(some)[0]!);
    expect(top(parts).failed).toBe(true);
    const later = part('e9', 'span-create', 7, {
      id: 'z',
      traceId: trace,
      startTime: moment(960),
      endTime: moment(970),
    });
    expect(top([...parts, later]).failed).toBe(false);
  });

  it('without their trace stand for themselves, and an end that is missing stays missing', () => {
    const alone = spansOf(parts.filter(({ type }) => !type.startsWith('trace')));
    expect(alone).toHaveLength(3);
    expect(alone.find(({ name }) => name === 'work')).toMatchObject({ parentSpanId: '', endNs: expect.any(BigInt) });
    const open = spansOf(parts.filter(({ id }) => id !== 'e5'));
    expect(open[0]!.endNs).toBe(0n);
  });

  it('have ids of OpenTelemetry, by their own where these are such', () => {
    expect(traceIdOf('trace-0001')).toMatch(/^[0-9a-f]{32}$/);
    expect(traceIdOf(trace)).toBe(trace.replaceAll('-', ''));
    expect(traceIdOf('0'.repeat(32))).not.toBe('0'.repeat(32));
    expect(spanIdOf('t', 'a')).not.toBe(spanIdOf('t2', 'a'));
  });

  it('are read from any body, whatever is in it', () => {
    expect(
      partsOfBatch({ batch: [{ id: 'x', type: 'trace-create', timestamp: 't', body: {} }, { id: 'y' }, 7] }),
    ).toEqual({
      parts: [{ id: 'x', type: 'trace-create', timestamp: 't', body: {} }],
      refused: [
        { id: 'y', reason: expect.any(String) },
        { id: '', reason: expect.any(String) },
      ],
    });
    for (const body of [null, [], 'x', { batch: 'x' }]) expect(partsOfBatch(body).parts).toEqual([]);
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            id: fc.string(),
            type: fc.constantFrom('trace-create', 'span-update', 'score-create', 'observation-create', 'x'),
            timestamp: fc.string(),
            body: fc.dictionary(
              fc.constantFrom(
                'id',
                'traceId',
                'type',
                'startTime',
                'usage',
                'input',
                'name',
                'parentObservationId',
                'tags',
              ),
              fc.jsonValue(),
            ),
          }),
        ),
        (some) => {
          for (const span of spansOf(some as RecordPart[])) readSpan(span);
        },
      ),
    );
  });
});
