import { expect, test } from 'vitest';
import { readTracesJson } from '../../../server/src/ingest/otlp/json/read.ts';
import { defaultReadLimits } from '../../../server/src/ingest/otlp/types.ts';
import { encode, type Ended } from './encode.ts';

const ended: Ended = {
  ...{ traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', parentSpanId: null },
  ...{
    name: 'a span',
    isCall: false,
    startUs: 1_795_325_010_000_001,
    endUs: 1_795_325_010_000_009,
    attributes: {},
    error: null,
  },
};
const read = (resource: Parameters<typeof encode>[0], ...spans: Ended[]) =>
  readTracesJson(JSON.stringify(encode(resource, spans)), defaultReadLimits);

test('the server reads what is sent: ids, times, kinds and values of each type', () => {
  const attributes = { text: 'é', int: 2 ** 40, double: 0.5, zero: 0, yes: true, texts: ['a', 'b'] };
  const child = { ...ended, spanId: 'aaaaaaaaaaaaaaaa', parentSpanId: ended.spanId, isCall: true, attributes };
  const { items, rejected } = read({ 'service.name': 'helper' }, ended, child);
  expect(rejected).toBe(0);
  expect(items[0]).toMatchObject({
    ...{ traceId: ended.traceId, spanId: ended.spanId, parentSpanId: '', name: 'a span', kind: 1, statusCode: 0 },
    ...{ startNs: 1_795_325_010_000_001_000n, endNs: 1_795_325_010_000_009_000n, events: [] },
  });
  expect(items[0]!.resource.attributes.get('service.name')).toBe('helper');
  expect(items[0]!.scope).toMatchObject({ name: '@signalbox/sdk' });
  expect(items[1]).toMatchObject({ parentSpanId: ended.spanId, kind: 3 });
  expect(Object.fromEntries(items[1]!.attributes)).toEqual({
    ...{ text: 'é', int: 2n ** 40n, double: 0.5, zero: 0n, yes: true, texts: ['a', 'b'] },
  });
});

test('an error is a status and an exception, cut where it is very long', () => {
  const error = new TypeError('x'.repeat(5_000));
  const { items } = read({}, { ...ended, error });
  const [span] = items;
  expect([span!.statusCode, span!.statusMessage.length]).toEqual([2, 1_000]);
  expect(span!.events).toHaveLength(1);
  expect(span!.events[0]).toMatchObject({ name: 'exception', timeNs: 1_795_325_010_000_009_000n });
  expect(span!.events[0]!.attributes.get('exception.type')).toBe('TypeError');
  expect(String(span!.events[0]!.attributes.get('exception.message'))).toHaveLength(4_000);
});
