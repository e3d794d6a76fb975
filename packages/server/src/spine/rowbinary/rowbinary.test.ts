import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as as from './codecs.ts';
import { cellReader, cellSkipper, RowReader } from './row-reader.ts';
import { RowWriter } from './row-writer.ts';

/** Each codec with an arbitrary of its values and what reading gives back. */
const cases: [string, as.Codec<never>, fc.Arbitrary<unknown>, ((value: never) => unknown)?][] = [
  ['text', as.text as never, fc.string({ unit: 'binary', maxLength: 300 }).map((text) => text.toWellFormed())],
  ['keyword', as.keyword as never, fc.string({ maxLength: 60 })],
  ['flag', as.flag as never, fc.boolean()],
  ['byte', as.byte as never, fc.nat(255)],
  ['word', as.word as never, fc.nat(80_000), (value: number) => Math.min(value, 65_535)],
  ['count', as.count as never, fc.nat({ max: 2 ** 33 }), (value: number) => Math.min(value, 0xffffffff)],
  ['u64', as.u64 as never, fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })],
  ['i64', as.i64 as never, fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })],
  ['seconds', as.seconds as never, fc.nat(0xffffffff)],
  ['millis', as.millis as never, fc.integer({ min: -8e14, max: 8e14 }), (value: number) => BigInt(value)],
  [
    'nanos',
    as.nanos as never,
    fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    (value: bigint) => (value > 2n ** 63n - 1n ? 2n ** 63n - 1n : value),
  ],
  ['nullable', as.nullable(as.count) as never, fc.option(fc.nat(1000))],
  ['list', as.list(as.keyword) as never, fc.array(fc.string())],
];

describe.each(cases)('%s', (_, codec, values, read = (value) => value) => {
  test('is read as it was written, and passed over whole', () => {
    fc.assert(
      fc.property(fc.array(values, { minLength: 1 }), (all) => {
        const out = new RowWriter(8);
        for (const value of all) codec.write(out, value as never);
        const reader = new RowReader(out.view());
        expect(all.map(() => cellReader(codec.type)(reader))).toEqual(all.map((value) => read(value as never)));
        expect(reader.done).toBe(true);
        const skipper = new RowReader(out.view());
        for (const _value of all) cellSkipper(codec.type)(skipper);
        expect(skipper.done).toBe(true);
      }),
    );
  });
});

test('maps and fixed strings are passed over', () => {
  const out = new RowWriter();
  const shared = new Map([['é'.repeat(50), 'x'.repeat(20_000)]]);
  as.map.write(
    out,
    new Map([
      ['a', 'b'],
      ['', ''],
    ]),
  );
  as.sharedMap.write(out, shared);
  as.sharedMap.write(out, shared);
  as.fixed16.write(out, new Uint8Array(16));
  const reader = new RowReader(out.view());
  for (const codec of [as.map, as.sharedMap, as.sharedMap, as.fixed16]) cellSkipper(codec.type)(reader);
  expect(reader.done).toBe(true);
});

test('a block cut anywhere is an error, never a wrong row', () => {
  const out = new RowWriter();
  as.text.write(out, 'forty-two');
  as.u64.write(out, 42n);
  for (let length = 0; length < out.length; length++) {
    const reader = new RowReader(out.view().subarray(0, length));
    expect(() => [cellReader('String')(reader), cellReader('UInt64')(reader)]).toThrow(RangeError);
  }
});

describe('a table', () => {
  const codec = as.tableCodec<{ id: string; n: number | null }>('t', { id: as.text, n: as.nullable(as.count) });
  test('names its columns in byte order', () => {
    expect(codec.columns).toEqual([
      ['id', 'String'],
      ['n', 'Nullable(UInt32)'],
    ]);
  });
  test('writes a missing value as unknown, not as 0', () => {
    const out = new RowWriter();
    codec.write(out, { id: '', n: undefined as never });
    expect([...out.view()]).toEqual([0, 1]);
  });
  test('takes back a row that cannot be written', () => {
    const out = new RowWriter();
    codec.write(out, { id: 'a', n: 1 });
    const before = out.length;
    expect(() => codec.write(out, { n: 1, id: undefined as never })).toThrow();
    expect(out.length).toBe(before);
  });
  test('refuses names that are no column names', () => {
    expect(() => as.tableCodec('t', { 'a;b': as.text } as never)).toThrow('Not a column name');
  });
});
