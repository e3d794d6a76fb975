import { describe, expect, test } from 'vitest';
import { ids, spanRequest, spansRequest } from '../../../../../../test/oracle/encode.ts';
import { defaultReadLimits as limits, WireError } from '../types.ts';
import { readLogs, readTraces } from './read.ts';
import { bytesField, intField, textField } from './write.ts';

const concat = (...parts: Uint8Array[]): Uint8Array => Buffer.concat(parts);
const valid = concat(bytesField(1, ids.traceId), bytesField(2, ids.spanId));
const request = (...spans: Uint8Array[]) =>
  bytesField(1, bytesField(2, concat(...spans.map((span) => bytesField(2, span)))));
const one = (...fields: Uint8Array[]) => readTraces(request(concat(valid, ...fields)), limits).items[0]!;
const attribute = (key: string, value: Uint8Array) => bytesField(9, concat(textField(1, key), bytesField(2, value)));

describe('the wire as protobuf allows it', () => {
  test('an empty request holds nothing', () => {
    expect(readTraces(new Uint8Array(), limits)).toEqual({ items: [], rejected: 0, reasons: [] });
    expect(readLogs(bytesField(1, new Uint8Array()), limits)).toEqual({ items: [], rejected: 0, reasons: [] });
  });

  test('resource and scope may come behind their spans', () => {
    const service = bytesField(
      1,
      bytesField(1, concat(textField(1, 'service.name'), bytesField(2, textField(1, 'shop')))),
    );
    const scope = bytesField(1, concat(textField(1, 'acme'), textField(2, '1')));
    const bytes = bytesField(1, concat(bytesField(2, concat(bytesField(2, valid), scope)), service));
    expect(readTraces(bytes, limits).items[0]).toMatchObject({
      resource: { attributes: new Map([['service.name', 'shop']]) },
      scope: { name: 'acme', version: '1' },
    });
  });

  test('resource and scope objects are shared, and not between groups', () => {
    const { items } = readTraces(concat(request(valid, valid), request(valid)), limits);
    expect(items[0]!.resource).toBe(items[1]!.resource);
    expect(items[0]!.scope).toBe(items[1]!.scope);
    expect(items[2]!.resource).not.toBe(items[0]!.resource);
  });

  test('unknown fields of every wire type are passed over', () => {
    const unknown = concat(
      intField(200, 9),
      Uint8Array.of(0xc9, 0x0c, 1, 2, 3, 4, 5, 6, 7, 8),
      bytesField(300, new Uint8Array(40).fill(0xff)),
      Uint8Array.of(0xcd, 0x0c, 1, 2, 3, 4),
    );
    expect(one(unknown, textField(5, 'name'), unknown).name).toBe('name');
  });

  test('a known field with another wire type is unknown', () => {
    expect(one(intField(5, 7), textField(6, 'internal'))).toMatchObject({ name: '', kind: 0 });
  });

  test('the last of a repeated scalar counts, parts of a status are joined', () => {
    const span = one(
      textField(5, 'a'),
      bytesField(15, textField(2, 'why')),
      textField(5, 'b'),
      bytesField(15, intField(3, 2)),
    );
    expect(span).toMatchObject({ name: 'b', statusMessage: 'why', statusCode: 2 });
  });

  test('enums of a later version count as unspecified', () => {
    expect(one(intField(6, 6), bytesField(15, intField(3, 3)))).toMatchObject({ kind: 0, statusCode: 0 });
    expect(one(intField(6, 5), bytesField(15, intField(3, 2)))).toMatchObject({ kind: 5, statusCode: 2 });
  });

  test('a value without a kind is null, and so is an attribute without a value', () => {
    const span = one(
      attribute('empty', new Uint8Array()),
      bytesField(9, textField(1, 'none')),
      attribute('later', intField(99, 1)),
    );
    expect([...span.attributes]).toEqual([
      ['empty', null],
      ['none', null],
      ['later', null],
    ]);
  });

  test('invalid UTF-8 is replaced, not fatal', () => {
    expect(one(bytesField(5, Uint8Array.of(0x61, 0xff))).name).toBe('a\ufffd');
  });

  test('a trace id is not mistaken for the one read before it', () => {
    const other = Uint8Array.from(ids.traceId, (byte, i) => (i === 15 ? byte ^ 1 : byte));
    const { items } = readTraces(spansRequest([ids, { ...ids, traceId: other }, ids]).protobuf, limits);
    expect(items.map((span) => span.traceId.slice(-2))).toEqual(['ab', 'aa', 'ab']);
  });
});

describe('a broken wire refuses the request', () => {
  const whole = spanRequest({
    name: 'chat',
    attributes: [{ key: 'k', value: { value: { case: 'intValue', value: 300n } } }],
  }).protobuf;

  test('cut anywhere', () => {
    for (let end = 1; end < whole.length; end++) {
      expect(() => readTraces(whole.subarray(0, end), limits), `cut at ${end}`).toThrow(WireError);
    }
  });

  test('a length that reaches into the next span', () => {
    const bad = concat(valid, Uint8Array.of(0x2a, 0x7f));
    expect(() => readTraces(request(bad, concat(valid, textField(5, 'x'.repeat(200)))), limits)).toThrow(
      /reaches beyond its message \(byte \d+\)/,
    );
  });

  test('groups, where they are fields of a span', () => {
    expect(() => readTraces(request(concat(valid, Uint8Array.of(0x0b, 0x0c))), limits)).toThrow(/wire type 3/);
  });

  test('text that is no protobuf', () => {
    expect(() => readTraces(Buffer.from('{"resourceSpans":[]}'), limits)).toThrow(WireError);
  });

  test('two million empty spans end before they claim memory', () => {
    const many = new Uint8Array(2 * 2_100_000);
    for (let i = 0; i < many.length; i += 2) many[i] = 0x12;
    expect(() => readTraces(bytesField(1, bytesField(2, many)), limits)).toThrow(/more than \d+ values/);
  });
});
