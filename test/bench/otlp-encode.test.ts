import { expect, test } from 'vitest';
import { readTraces } from '../../packages/server/src/ingest/otlp/proto/read.ts';
import { defaultReadLimits } from '../../packages/server/src/ingest/otlp/types.ts';
import { OtlpEncoder, type SpanOut } from './otlp-encode.ts';
import { resource, TraceMaker } from './traces.ts';

const hex = (bytes: Uint8Array | null): string => (bytes ? Buffer.from(bytes).toString('hex') : '');

test('what is written is read back as it was, over growing buffers', () => {
  const maker = new TraceMaker(7, 1 << 16);
  const encoder = new OtlpEncoder(64);
  for (let round = 0; round < 5; round++) {
    const spans = Array.from({ length: 20 }, () => maker.next(1_800_000_000_000).spans).flat();
    const { items, rejected } = readTraces(encoder.request(resource, spans), defaultReadLimits);
    expect(rejected).toBe(0);
    expect(items.length).toBe(spans.length);
    items.forEach((item, at) => {
      const span = spans[at]!;
      expect([item.traceId, item.spanId, item.parentSpanId]).toEqual([
        hex(span.traceId),
        hex(span.spanId),
        hex(span.parentSpanId),
      ]);
      expect([item.name, item.kind, item.startNs, item.endNs]).toEqual([
        span.name,
        span.kind,
        span.startNs,
        span.endNs,
      ]);
      expect([item.statusCode, item.statusMessage]).toEqual(span.error === null ? [0, ''] : [2, span.error]);
      const sent = span.attributes.map(([key, value]) => [
        key,
        Number.isInteger(value) ? BigInt(value as number) : value,
      ]);
      expect([...item.attributes]).toEqual(sent);
    });
    expect(Object.fromEntries(items[0]!.resource.attributes)).toEqual(Object.fromEntries(resource.attributes));
    expect([items[0]!.scope.name, items[0]!.scope.version]).toEqual([resource.scope, resource.scopeVersion]);
  }
});

test('every kind of value, long text and text that is not ASCII survive', () => {
  const span: SpanOut = {
    traceId: Buffer.alloc(16, 1),
    spanId: Buffer.alloc(8, 2),
    parentSpanId: null,
    name: 'größe ✓',
    kind: 1,
    startNs: 1_800_000_000_123_456_789n,
    endNs: 2n ** 63n + 1n,
    attributes: [
      ['text', 'ü'.repeat(40_000)],
      ['whole', 2 ** 40],
      ['part', 0.1],
      ['below', -3],
      ['yes', true],
      ['list', ['a', '', 'ß']],
    ],
    error: '',
  };
  const { items } = readTraces(new OtlpEncoder(16).request(resource, [span]), defaultReadLimits);
  expect(items[0]).toMatchObject({ name: span.name, startNs: span.startNs, endNs: span.endNs, statusCode: 2 });
  expect(Object.fromEntries(items[0]!.attributes)).toEqual({
    ...Object.fromEntries(span.attributes),
    whole: 2n ** 40n,
  });
});
