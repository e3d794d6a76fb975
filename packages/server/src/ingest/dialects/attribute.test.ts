import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AttributeValue } from '../otlp/types.ts';
import * as read from './attribute.ts';

const of = (given: Record<string, AttributeValue>) => new Map(Object.entries(given));
const k = (value: AttributeValue) => of({ k: value });

describe('a count', () => {
  test.each<[AttributeValue, number | null]>([
    [7n, 7],
    [7, 7],
    ['7', 7],
    [0n, 0],
    ['0', 0],
    [4294967295, 4294967295],
    ['4294967295', 4294967295],
    // Nothing of these is a count, and none of them is nothing at all.
    [4294967296, null],
    [-1, null],
    [-1n, null],
    ['-1', null],
    [1.5, null],
    ['1.5', null],
    [Number.NaN, null],
    [Number.POSITIVE_INFINITY, null],
    ['', null],
    [' 7', null],
    ['7 tokens', null],
    ['1e3', null],
    ['0x10', null],
    ['99999999999', null],
    [2n ** 63n, null],
    [true, null],
    [null, null],
    [[7], null],
    [{ value: 7 }, null],
  ])('of %o is %o', (sent, wanted) => expect(read.count(k(sent), 'k')).toBe(wanted));

  test('an absent one is unknown, and the first key that says a count wins', () => {
    expect(read.count(of({}), 'k')).toBeNull();
    expect(read.count(of({ a: 'many', b: 5n, c: 9n }), 'a', 'b', 'c')).toBe(5);
    expect(read.count(of({ a: 0n, b: 5n }), 'a', 'b')).toBe(0);
  });

  test('is a whole number of 32 bits or unknown, whatever was sent', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true }), (sent) => {
        const counted = read.countOf(sent);
        expect(counted === null || (Number.isInteger(counted) && counted >= 0 && counted < 2 ** 32)).toBe(true);
      }),
    );
  });
});

describe('a decimal', () => {
  test.each<[AttributeValue, number | undefined]>([
    [0.0125, 0.0125],
    ['0.0125', 0.0125],
    [3n, 3],
    ['3', 3],
    [Number.NaN, undefined],
    [Number.NEGATIVE_INFINITY, undefined],
    ['free', undefined],
    ['$0.01', undefined],
    ['1e-5', undefined],
    ['', undefined],
    [null, undefined],
    [['0.5'], undefined],
  ])('of %o is %o', (sent, wanted) => expect(read.decimal(k(sent), 'k')).toBe(wanted));

  test('the first key that says one wins', () => {
    expect(read.decimal(of({ a: 'n/a', b: 0, c: 2 }), 'a', 'b', 'c')).toBe(0);
  });
});

describe('text', () => {
  test('numbers count as text, empty and structured values as silence', () => {
    expect(read.text(of({ a: '', b: null, c: ['x'], d: 42n, e: 'later' }), 'a', 'b', 'c', 'd', 'e')).toBe('42');
    expect(read.text(of({ a: true, b: {} }), 'a', 'b', 'missing')).toBeUndefined();
  });

  test.each<[AttributeValue, readonly string[] | undefined]>([
    [
      ['a', 'b'],
      ['a', 'b'],
    ],
    ['["a","b"]', ['a', 'b']],
    ['a, b ,c', ['a', 'b', 'c']],
    ['one', ['one']],
    [['a', 7, '', null], ['a']],
    [[], undefined],
    ['', undefined],
    [',,', undefined],
    [7, undefined],
    [{ a: 'b' }, undefined],
  ])('a list of strings sent as %o', (sent, wanted) => expect(read.strings(k(sent), 'k')).toEqual(wanted));
});

describe('structured values', () => {
  test('an object sent as such, as JSON, or as JSON of JSON; anything else is an empty one', () => {
    const twice = JSON.stringify(JSON.stringify({ a: 1 }));
    for (const sent of [{ a: 1 }, '{"a":1}', twice]) expect(read.object(k(sent), 'k')).toEqual({ a: 1 });
    for (const sent of ['{"a":', '[1]', 'a', 7, null, Uint8Array.of(1)]) expect(read.object(k(sent), 'k')).toEqual({});
  });

  test('an attribute is there unless it is empty; 0 and false are something', () => {
    expect([0, false, ' ', []].map((sent) => read.has(k(sent), 'k'))).toEqual([true, true, true, true]);
    expect([null, ''].map((sent) => read.has(k(sent), 'k'))).toEqual([false, false]);
    expect(read.present(of({ b: '', a: 1 }), ['a', 'b', 'c'])).toEqual(['a', 'b']);
  });
});

describe('spans of time', () => {
  test.each<[number | undefined, number, bigint | undefined]>([
    [1.5, 1, 1_500_000_000n],
    [250, 1000, 250_000_000n],
    [0, 1, 0n],
    [86_400, 1, 86_400_000_000_000n],
    [86_401, 1, undefined],
    [-0.1, 1, undefined],
    [undefined, 1, undefined],
  ])('%o at %i a second', (sent, perSecond, wanted) => expect(read.nanoseconds(sent, perSecond)).toBe(wanted));

  const start = BigInt(Date.UTC(2026, 0, 2, 3, 4, 5)) * 1_000_000n;
  test.each<[AttributeValue, bigint | undefined]>([
    ['2026-01-02T03:04:05.250Z', 250_000_000n],
    ['"2026-01-02T03:04:06Z"', 1_000_000_000n],
    ['2026-01-02T04:04:05.001+01:00', 1_000_000n],
    ['2026-01-02T03:04:05Z', 0n],
    ['2026-01-02T03:04:04Z', undefined],
    ['2026-01-04T00:00:00Z', undefined],
    ['soon', undefined],
    [`2026-01-02T03:04:05.250Z${' '.repeat(40)}`, undefined],
    [1_767_323_045, undefined],
    [null, undefined],
  ])('until %o', (sent, wanted) => expect(read.nanosecondsUntil(k(sent), 'k', start)).toBe(wanted));
});
