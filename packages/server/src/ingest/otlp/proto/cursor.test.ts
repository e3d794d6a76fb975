import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maxValues } from '../bounds.ts';
import { defaultReadLimits, WireError } from '../types.ts';
import { Cursor } from './cursor.ts';

const over = (...bytes: number[]): Cursor => new Cursor(Uint8Array.from(bytes), defaultReadLimits);

function varint(value: bigint): number[] {
  const bytes = [];
  let rest = BigInt.asUintN(64, value);
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return [...bytes, Number(rest)];
}

describe('Cursor', () => {
  test('reads every 64-bit integer exactly', () => {
    fc.assert(
      fc.property(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), (value) => {
        const c = over(...varint(value));
        expect(c.int64()).toBe(value);
        expect(c.at).toBe(c.end);
      }),
    );
  });

  test('reads fixed widths in little endian', () => {
    expect(over(1, 2, 3, 0xff).fixed32()).toBe(0xff030201);
    expect(over(...Array<number>(8).fill(0xff)).fixed64()).toBe(2n ** 64n - 1n);
    expect(over(0, 0, 0, 0, 0, 0, 0xf8, 0x3f).double()).toBe(1.5);
  });

  test('reads from a view into a larger buffer', () => {
    const c = new Cursor(Uint8Array.of(9, 9, 1, 0, 0, 0, 9).subarray(2, 6), defaultReadLimits);
    expect(c.fixed32()).toBe(1);
    expect(() => c.varint()).toThrow(WireError);
  });

  test.each<[string, number[], (c: Cursor) => unknown, RegExp]>([
    ['a number that does not end', [0x80, 0x80], (c) => c.varint(), /ends inside a number \(byte 2\)/],
    ['a number of eleven bytes', Array<number>(11).fill(0x80), (c) => c.varint(), /longer than ten bytes/],
    ['an empty message', [], (c) => c.varint(), /ends inside a number \(byte 0\)/],
    ['field number 0', [0x02], (c) => c.tag(), /field number/],
    ['a field number beyond 29 bits', [0x80, 0x80, 0x80, 0x80, 0x10], (c) => c.tag(), /field number/],
    ['four bytes of which three are there', [1, 2, 3], (c) => c.fixed32(), /ends inside a value/],
    ['eight bytes of which seven are there', [1, 2, 3, 4, 5, 6, 7], (c) => c.fixed64(), /ends inside a value/],
    ['a length beyond the end', [5, 1, 2, 3, 4], (c) => c.length(), /length reaches beyond/],
    ['a length of 2 GiB', [0x80, 0x80, 0x80, 0x80, 0x08], (c) => c.length(), /length reaches beyond/],
    ['a length beyond 32 bits', [0x80, 0x80, 0x80, 0x80, 0x80, 0x01], (c) => c.length(), /length reaches beyond/],
    ['the start of a group', [0x0b], (c) => c.skip(c.tag()), /wire type 3/],
    ['the end of a group', [0x0c], (c) => c.skip(c.tag()), /wire type 4/],
    ['wire type 6', [0x0e], (c) => c.skip(c.tag()), /wire type 6/],
    ['wire type 7', [0x0f], (c) => c.skip(c.tag()), /wire type 7/],
  ])('refuses %s', (_what, bytes, read, message) => {
    const c = over(...bytes);
    expect(() => read(c)).toThrow(WireError);
    c.at = 0;
    expect(() => read(c)).toThrow(message);
  });

  test('an inner message ends every read, though the buffer goes on', () => {
    const c = over(1, 0x80, 0x01, 7, 7, 7);
    const outer = c.enter();
    expect(() => c.varint()).toThrow(/ends inside a number/);
    c.at = 1;
    expect(() => c.fixed32()).toThrow(/ends inside a value/);
    c.leave(outer);
    expect([c.at, c.end]).toEqual([2, 6]);
  });

  test('skips every wire type by its width', () => {
    const c = over(
      0x08,
      0x80,
      0x01,
      0x11,
      ...Array<number>(8).fill(0),
      0x1a,
      0x02,
      0xff,
      0xff,
      0x25,
      0,
      0,
      0,
      0,
      0x28,
      0x07,
    );
    for (let i = 0; i < 4; i++) c.skip(c.tag());
    expect(c.tag()).toBe(0x28);
    expect(c.varint()).toBe(7);
  });

  test('the number of values of one request is bounded', () => {
    const c = over(0);
    for (let i = 0; i < maxValues; i++) c.spend();
    expect(() => c.spend()).toThrow('more than 2000000 values');
  });
});
