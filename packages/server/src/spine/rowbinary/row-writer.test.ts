import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cellReader, cellSkipper, RowReader } from './row-reader.ts';
import { RowWriter } from './row-writer.ts';

const bytesOf = (write: (out: RowWriter) => void): number[] => {
  const out = new RowWriter(1);
  write(out);
  return [...out.view()];
};

describe('on the wire, as ClickHouse has it', () => {
  test.each<[string, (out: RowWriter) => void, number[]]>([
    ['an empty text', (out) => out.string(''), [0]],
    ['ASCII', (out) => out.string('ab'), [2, 97, 98]],
    ['two bytes a letter', (out) => out.string('é'), [2, 0xc3, 0xa9]],
    ['ASCII before another letter', (out) => out.string('aé'), [3, 97, 0xc3, 0xa9]],
    ['a pair of surrogates', (out) => out.string('😀'), [4, 0xf0, 0x9f, 0x98, 0x80]],
    ['127', (out) => out.varint(127), [0x7f]],
    ['128', (out) => out.varint(128), [0x80, 0x01]],
    ['2^28', (out) => out.varint(2 ** 28), [0x80, 0x80, 0x80, 0x80, 0x01]],
    ['true', (out) => out.bool(true), [1]],
    ['UInt16', (out) => out.u16(0x0102), [2, 1]],
    ['UInt32', (out) => out.u32(0xff000001), [1, 0, 0, 0xff]],
    ['Int64 −1', (out) => out.i64(-1n), Array<number>(8).fill(0xff)],
    ['a moment before 1970', (out) => out.i64FromNumber(-1), Array<number>(8).fill(0xff)],
    ['a moment of today', (out) => out.i64FromNumber(0x0190_1234_5678), [0x78, 0x56, 0x34, 0x12, 0x90, 0x01, 0, 0]],
    ['1.5', (out) => out.f64(1.5), [0, 0, 0, 0, 0, 0, 0xf8, 0x3f]],
  ])('%s', (_what, write, wanted) => expect(bytesOf(write)).toEqual(wanted));
});

test('a text around the length where the way of writing changes is the same text', () => {
  for (let length = 35; length < 45; length++)
    for (const end of ['', 'é', '😀']) {
      const text = 'x'.repeat(length) + end;
      const out = new RowWriter(4);
      out.string(text);
      expect(new RowReader(out.view()).string()).toBe(text);
    }
});

test('growing keeps what was written, however small the first buffer and whatever follows', () => {
  const parts = fc.array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }).map((text) => text.toWellFormed()),
      fc.nat(),
    ),
  );
  fc.assert(
    fc.property(parts, fc.integer({ min: 1, max: 9 }), (values, first) => {
      const out = new RowWriter(first);
      for (const value of values) {
        if (typeof value === 'string') out.string(value);
        else out.varint(value);
      }
      const reader = new RowReader(out.view());
      for (const value of values) expect(typeof value === 'string' ? reader.string() : reader.varint()).toBe(value);
      expect(reader.done).toBe(true);
    }),
  );
});

test('cutting back and writing again gives the bytes of writing once', () => {
  const out = new RowWriter(2);
  out.string('kept');
  const mark = out.length;
  out.string('half a row that failed, longer than the buffer');
  out.reset(mark);
  out.string('next');
  expect([...out.view()]).toEqual(bytesOf((once) => (once.string('kept'), once.string('next'))));
  out.reset();
  expect(out.length).toBe(0);
});

describe('reading', () => {
  test.each(['Map(String, String)', 'Tuple(String)', 'Decimal(9, 2)', 'Nothing'])(
    'a type that no table has, %s, is an error when the reader is made, not a wrong row',
    (type) => expect(() => cellReader(type)).toThrow(/No reader for/),
  );
  test.each(['Tuple(String)', 'Decimal(9, 2)', 'Nullable()', ''])('nor can %j be passed over', (type) =>
    expect(() => cellSkipper(type)).toThrow(/No reader for/),
  );

  test.each<[string, (out: RowWriter) => void, unknown]>([
    ['Array(String)', (out) => (out.varint(2), out.string('a'), out.string('')), ['a', '']],
    ['Nullable(String)', (out) => (out.u8(0), out.string('a')), 'a'],
    ['Nullable(String)', (out) => out.u8(1), null],
    ['Float64', (out) => out.f64(-0.125), -0.125],
    ['Nullable(Float64)', (out) => (out.u8(0), out.f64(1e300)), 1e300],
    ["DateTime64(9, 'UTC')", (out) => out.i64(5n), 5n],
  ])('%s', (type, write, wanted) => {
    const out = new RowWriter();
    write(out);
    const reader = new RowReader(out.view());
    expect(cellReader(type)(reader)).toEqual(wanted);
    const skipper = new RowReader(out.view());
    cellSkipper(type)(skipper);
    expect([reader.done, skipper.done]).toEqual([true, true]);
  });

  test('types in types', () => {
    const out = new RowWriter();
    out.varint(2);
    out.u8(1);
    out.u8(0);
    out.string('b');
    const read = cellReader('Array(Nullable(LowCardinality(String)))');
    expect(read(new RowReader(out.view()))).toEqual([null, 'b']);
    const skipping = new RowReader(out.view());
    cellSkipper('Array(Nullable(LowCardinality(String)))')(skipping);
    expect(skipping.done).toBe(true);
  });

  test('a length that reaches beyond the block is an error, not a shorter text', () => {
    const out = new RowWriter();
    out.varint(5);
    out.raw(Buffer.from('abc'));
    expect(() => new RowReader(out.view()).string()).toThrow(RangeError);
    expect(() => cellSkipper('FixedString(9)')(new RowReader(out.view()))).toThrow(RangeError);
  });
});
