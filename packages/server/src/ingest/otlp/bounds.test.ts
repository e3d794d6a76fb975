import { describe, expect, test } from 'vitest';
import {
  attribute,
  ids,
  logRequest,
  nested,
  spanRequest,
  spansRequest,
  text,
} from '../../../../../test/oracle/encode.ts';
import { readLogsJson, readTracesJson } from './json/read.ts';
import { readLogs, readTraces } from './proto/read.ts';
import { type Decoded, defaultReadLimits, type ReadLimits, type SpanIn } from './types.ts';

type Request = { protobuf: Uint8Array; json: string };

/** Both readers over the same request; they must agree on everything, the reasons included. */
function read(request: Request, limits: Partial<ReadLimits> = {}): Decoded<SpanIn> {
  const bounds = { ...defaultReadLimits, ...limits };
  const decoded = readTraces(request.protobuf, bounds);
  expect(readTracesJson(request.json, bounds)).toEqual(decoded);
  return decoded;
}

const many = (count: number) => Array.from({ length: count }, (_, i) => attribute(`k${i}`, text('v')));

describe('bounds, the same in both readers', () => {
  test('a long value is cut at a character and marks its span, not its neighbour', () => {
    const long = { ...ids, attributes: [attribute('k', text('ééé'))] };
    const { items } = read(spansRequest([long, ids]), { maxValueBytes: 5 });
    expect(items.map((span) => [span.attributes.get('k'), span.truncated])).toEqual([
      ['éé', true],
      [undefined, false],
    ]);
  });

  test('names, messages, states and bytes are cut as well', () => {
    const bytes = { value: { case: 'bytesValue', value: new Uint8Array(9).fill(7) } };
    const init = {
      name: 'n'.repeat(9),
      traceState: 't'.repeat(9),
      status: { message: 'm'.repeat(9) },
      attributes: [attribute('b', bytes)],
    };
    const [span] = read(spanRequest(init), { maxValueBytes: 4 }).items;
    expect(span).toMatchObject({ name: 'nnnn', traceState: 'tttt', statusMessage: 'mmmm', truncated: true });
    expect(span!.attributes.get('b')).toEqual(new Uint8Array(4).fill(7));
  });

  test.each([
    [1, 1, false],
    [2, 1, true],
    [16, 16, false],
    [17, 16, true],
    [100, 16, true],
  ])('a value %i containers deep with at most %i: cut is %s', (depth, maxDepth, cut) => {
    const [span] = read(spanRequest({ attributes: [attribute('k', nested(depth))] }), { maxDepth }).items;
    expect(span!.truncated).toBe(cut);
    const flat = JSON.stringify(span!.attributes.get('k'));
    expect(flat).toBe(
      cut ? '['.repeat(maxDepth) + 'null' + ']'.repeat(maxDepth) : '['.repeat(depth) + '"deep"' + ']'.repeat(depth),
    );
  });

  test('what a resource or scope lost marks all of its spans and no others', () => {
    const resource = { attributes: [attribute('k', text('too long'))] };
    const cut = read(spansRequest([ids, ids], { resource }), { maxValueBytes: 3 });
    expect(cut.items.map((span) => span.truncated)).toEqual([true, true]);
    expect(cut.items[0]!.resource).toBe(cut.items[1]!.resource);
    const full = read(spansRequest([ids], { resource: { attributes: many(4) } }), { maxAttributes: 3 });
    expect(full.items.map((span) => [span.resource.attributes.size, span.truncated])).toEqual([[3, true]]);
  });

  test('too many attributes, events or links are cut and the span marked; its neighbours are not', () => {
    const limits = { maxAttributes: 2, maxEvents: 2, maxLinks: 2 };
    const fits = { ...ids, attributes: many(2), events: [{}, {}], links: [{}, {}] };
    const spans = [
      fits,
      { ...fits, attributes: many(3) },
      { ...fits, events: [{}, {}, {}] },
      { ...fits, links: [{}, {}, {}] },
      fits,
    ];
    const { items, rejected } = read(spansRequest(spans), limits);
    expect(rejected).toBe(0);
    expect(items.map((span) => [span.attributes.size, span.events.length, span.links.length])).toEqual(
      spans.map(() => [2, 2, 2]),
    );
    expect(items.map((span) => span.truncated)).toEqual([false, true, true, true, false]);
  });

  test('a repeated key takes no place and its last value counts', () => {
    const twice = [attribute('k0', text('v')), attribute('k1', text('v')), attribute('k0', text('last'))];
    const [span] = read(spanRequest({ attributes: twice }), { maxAttributes: 2 }).items;
    expect([...span!.attributes]).toEqual([
      ['k0', 'last'],
      ['k1', 'v'],
    ]);
  });

  test('an event with too many attributes is cut', () => {
    const [span] = read(spanRequest({ events: [{ attributes: many(3) }] }), { maxAttributes: 2 }).items;
    expect([span!.events[0]!.attributes.size, span!.truncated]).toEqual([2, true]);
  });

  test('spans beyond the bound are refused', () => {
    const { items, rejected, reasons } = read(spansRequest([ids, ids, ids]), { maxSpans: 2 });
    expect([items.length, rejected]).toEqual([2, 1]);
    expect(reasons[0]).toContain('more than 2 in one request');
  });

  test('log records have the same bounds', () => {
    const request = logRequest({ body: text('too long'), attributes: many(2) });
    const limits = { ...defaultReadLimits, maxValueBytes: 3 };
    const decoded = readLogs(request.protobuf, limits);
    expect(decoded.items[0]).toMatchObject({ body: 'too', truncated: true, traceId: '', spanId: '' });
    expect(readLogsJson(request.json, limits)).toEqual(decoded);
    const cut = readLogs(request.protobuf, { ...limits, maxAttributes: 1 });
    expect(cut.items.map((log) => [log.attributes.size, log.truncated])).toEqual([[1, true]]);
    expect(readLogsJson(request.json, { ...limits, maxAttributes: 1 })).toEqual(cut);
  });
});

describe('items refused one by one, the same in both readers', () => {
  const { traceId, spanId } = ids;
  test.each([
    ['trace id is empty or zero', { spanId }],
    ['trace id is empty or zero', { traceId: new Uint8Array(16), spanId }],
    ['trace id is not 16 bytes', { traceId: traceId.subarray(1), spanId }],
    ['span id is empty or zero', { traceId }],
    ['span id is empty or zero', { traceId, spanId: new Uint8Array(8) }],
    ['span id is not 8 bytes', { traceId, spanId: traceId }],
    ['parent span id is not 8 bytes', { traceId, spanId, parentSpanId: traceId }],
  ])('%s', (reason, init) => {
    const { items, rejected, reasons } = read(spansRequest([ids, init, ids, init]));
    expect([items.length, rejected]).toEqual([2, 2]);
    expect(reasons).toEqual([`${reason} (2 times, first at index 1)`]);
  });

  test('a parent of zeros is no parent; an end before the start is kept', () => {
    const [span] = read(
      spanRequest({ parentSpanId: new Uint8Array(8), startTimeUnixNano: 9n, endTimeUnixNano: 3n }),
    ).items;
    expect(span).toMatchObject({ parentSpanId: '', startNs: 9n, endNs: 3n });
  });

  test('a log record with half an id is refused', () => {
    const request = logRequest({ traceId: traceId.subarray(3) });
    const decoded = readLogs(request.protobuf, defaultReadLimits);
    expect(decoded).toMatchObject({ rejected: 1, reasons: ['trace id is not 16 bytes (at index 0)'] });
    expect(readLogsJson(request.json, defaultReadLimits)).toEqual(decoded);
  });
});
