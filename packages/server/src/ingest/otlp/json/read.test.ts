import { describe, expect, test } from 'vitest';
import { defaultReadLimits as limits, type SpanIn, WireError } from '../types.ts';
import { readLogsJson, readTracesJson } from './read.ts';

const ids = { traceId: 'ABCDEF0123456789abcdef0123456789', spanId: 'ABCDEF0123456789' };
const request = (...spans: unknown[]) => JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
const read = (span: object) => readTracesJson(request({ ...ids, ...span }), limits);

function kept(span: object): SpanIn {
  const { items, reasons } = read(span);
  expect(reasons).toEqual([]);
  return items[0]!;
}

const valueOf = (value: unknown) => kept({ attributes: [{ key: 'k', value }] }).attributes.get('k');
const reasonOf = (span: object) => read(span).reasons.join();

describe('OTLP JSON as clients write it', () => {
  test('ids in any case come out in lower case', () => {
    expect(kept({ parentSpanId: 'FFffFFffFFffFFff' })).toMatchObject({
      traceId: ids.traceId.toLowerCase(),
      spanId: ids.spanId.toLowerCase(),
      parentSpanId: 'f'.repeat(16),
    });
  });

  test('64-bit times as strings, as numbers, and as numbers beyond 2^53', () => {
    expect(kept({ startTimeUnixNano: '1795325010963000001', endTimeUnixNano: 5 })).toMatchObject({
      startNs: 1795325010963000001n,
      endNs: 5n,
    });
    const bare = request(ids).replace('"spanId"', '"startTimeUnixNano":1795325010963000001,"spanId"');
    expect(readTracesJson(bare, limits).items[0]!.startNs).toBe(1795325010963000001n);
  });

  test.each([
    [{ kind: 3 }, { kind: 3 }],
    [{ kind: '3' }, { kind: 3 }],
    [{ kind: 'SPAN_KIND_CONSUMER' }, { kind: 5 }],
    [{ kind: 'SPAN_KIND_FROM_LATER' }, { kind: 0 }],
    [{ kind: 17 }, { kind: 0 }],
    [{ status: { code: 'STATUS_CODE_ERROR', message: 'm' } }, { statusCode: 2, statusMessage: 'm' }],
    [{ status: { code: 2 } }, { statusCode: 2 }],
    [
      { status: null, name: null, events: null },
      { statusCode: 0, name: '', events: [] },
    ],
    [
      { trace_state: 'a=b', start_time_unix_nano: '7', flags: 257 },
      { traceState: 'a=b', startNs: 7n, flags: 257 },
    ],
  ])('%j', (given, wanted) => {
    expect(kept(given)).toMatchObject(wanted);
  });

  test.each<[unknown, unknown]>([
    [{ stringValue: 'a\ud800b' }, 'a\ufffdb'],
    [{ string_value: '' }, ''],
    [{ intValue: '-9223372036854775808' }, -(2n ** 63n)],
    [{ intValue: 42 }, 42n],
    [{ int_value: '42' }, 42n],
    [{ doubleValue: 3 }, 3],
    [{ doubleValue: '2.5' }, 2.5],
    [{ doubleValue: 'NaN' }, Number.NaN],
    [{ doubleValue: '-Infinity' }, Number.NEGATIVE_INFINITY],
    [{ boolValue: false }, false],
    [{ bytesValue: '-_8=' }, Uint8Array.of(0xfb, 0xff)],
    [{ bytesValue: '+/8=' }, Uint8Array.of(0xfb, 0xff)],
    [{ arrayValue: {} }, []],
    [{ arrayValue: { values: [{ intValue: 1 }, {}, { stringValue: 'x' }] } }, [1n, null, 'x']],
    [{ kvlistValue: { values: [{ key: 'a', value: { boolValue: true } }, { key: 'b' }] } }, { a: true, b: null }],
    [{}, null],
    [null, null],
    [undefined, null],
    [{ valueFromLater: 1 }, null],
  ])('the value %j', (given, wanted) => {
    expect(valueOf(given)).toEqual(wanted);
  });

  test('severities by number and name', () => {
    const logRecords = [
      { severityNumber: 'SEVERITY_NUMBER_INFO2' },
      { severity_number: 24 },
      { severityNumber: 'SEVERITY_NUMBER_TRACE' },
      {},
    ];
    const { items } = readLogsJson(
      JSON.stringify({ resource_logs: [{ scope_logs: [{ log_records: logRecords }] }] }),
      limits,
    );
    expect(items.map((log) => log.severityNumber)).toEqual([10, 24, 1, 0]);
  });

  test('keys such as __proto__ are plain keys and reach no prototype', () => {
    const raw =
      '{"kvlistValue":{"values":[{"key":"__proto__","value":{"kvlistValue":{"values":[{"key":"polluted","value":{"boolValue":true}}]}}}]}}';
    const body = request({ ...ids, attributes: [{ key: '__proto__', value: 0 }] }).replace(
      '"value":0',
      `"value":${raw},"__proto__":{"key":"x"}`,
    );
    const [span] = readTracesJson(body, limits).items;
    const value = span!.attributes.get('__proto__') as object;
    expect(Object.keys(value)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect('polluted' in value || 'polluted' in {}).toBe(false);
  });
});

describe('what does not fit', () => {
  test.each<[object, string]>([
    [{ traceId: 'q83vASNFZ4mrze8BI0VniQ==' }, 'trace id is not 16 bytes'],
    [{ traceId: 'g'.repeat(32) }, 'trace id is not 16 bytes'],
    [{ spanId: 77 }, 'span id is not 8 bytes'],
    [{ name: 7 }, 'name is not a string'],
    [{ startTimeUnixNano: '1.5' }, 'startTimeUnixNano is not an unsigned 64-bit integer'],
    [{ endTimeUnixNano: -1 }, 'endTimeUnixNano is not an unsigned 64-bit integer'],
    [{ endTimeUnixNano: '18446744073709551616' }, 'endTimeUnixNano is not an unsigned 64-bit integer'],
    [{ flags: 2 ** 32 }, 'flags is not an unsigned 32-bit integer'],
    [{ kind: true }, 'kind is neither a number nor a name'],
    [{ attributes: {} }, 'attributes is not an array'],
    [{ attributes: ['a'] }, 'an attribute is not an object'],
    [{ attributes: [{ key: 5 }] }, 'an attribute key is not a string'],
    [{ attributes: [{ key: 'k', value: 'bare' }] }, 'an attribute value is not an object'],
    [{ attributes: [{ key: 'k', value: { stringValue: 1 } }] }, 'stringValue does not hold'],
    [{ attributes: [{ key: 'k', value: { intValue: 1.5 } }] }, 'intValue is not a 64-bit integer'],
    [{ attributes: [{ key: 'k', value: { intValue: '9223372036854775808' } }] }, 'intValue is not a 64-bit integer'],
    [{ attributes: [{ key: 'k', value: { doubleValue: 'x' } }] }, 'doubleValue does not hold'],
    [{ attributes: [{ key: 'k', value: { boolValue: 'true' } }] }, 'boolValue does not hold'],
    [{ attributes: [{ key: 'k', value: { arrayValue: [] } }] }, 'is not an object'],
    [{ events: ['x'] }, 'an event is not an object'],
    [{ links: [[]] }, 'a link is not an object'],
    [{ status: 2 }, 'status is not an object'],
  ])('the span with %j is refused alone', (span, reason) => {
    expect(reasonOf(span)).toContain(reason);
    const { items, rejected } = readTracesJson(request(ids, { ...ids, ...span }, ids, 'not a span'), limits);
    expect([items.length, rejected]).toEqual([2, 2]);
  });

  test.each([
    '[]',
    'null',
    '7',
    '"x"',
    '{"resourceSpans":{}}',
    '{"resourceSpans":[7]}',
    '{"resourceSpans":[{"scopeSpans":"x"}]}',
    '{"resourceSpans":[{"resource":[]}]}',
  ])('the request %s is refused whole', (body) => {
    expect(() => readTracesJson(body, limits)).toThrow(WireError);
  });
});
