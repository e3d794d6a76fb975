import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { areEqual, blank, empty, isKeyword, isTrue, itemsOf, listOf, propertyOf, textOf } from './values.ts';

describe('what is true', () => {
  test.each([
    [true, true],
    [false, false],
    [null, false],
    [undefined, false],
    [0, true],
    ['', true],
    [[], true],
    [{}, true],
    [Number.NaN, true],
  ])('%j: %s', (value, is) => expect(isTrue(value)).toBe(is));
});

describe('what a value reads as', () => {
  test.each([
    [null, ''],
    [undefined, ''],
    [empty, ''],
    [blank, ''],
    [0, '0'],
    [-1.5, '-1.5'],
    [true, 'true'],
    [['a', null, ['b', 1]], 'ab1'],
    [{}, '[object Object]'],
  ])('%j → %j', (value, text) => expect(textOf(value)).toBe(text));
});

describe('what `for` walks through', () => {
  test.each([
    [
      [1, 2],
      [1, 2],
    ],
    ['word', ['word']],
    ['', []],
    [null, []],
    [undefined, []],
    [5, []],
    [true, []],
    [
      { a: 1, b: [2] },
      [
        ['a', 1],
        ['b', [2]],
      ],
    ],
    [empty, []],
  ])('%j → %j', (value, items) => expect(itemsOf(value)).toEqual(items));
});

test.each([
  [null, []],
  [undefined, []],
  [[1], [1]],
  ['a', ['a']],
  [{ a: 1 }, [{ a: 1 }]],
  [0, [0]],
])('as a list %j is %j', (value, list) => expect(listOf(value)).toEqual(list));

describe('being equal', () => {
  test.each([
    [1, 1, true],
    [1, '1', false],
    [null, undefined, true],
    [null, false, false],
    [[1, [2]], [1, [2]], true],
    [[1], [1, 2], false],
    [[1], 1, false],
    [[], [], true],
    [{ a: 1 }, { a: 1 }, false],
    [Number.NaN, Number.NaN, false],
  ])('%j and %j: %s', (left, right, is) => {
    expect(areEqual(left, right)).toBe(is);
    expect(areEqual(right, left)).toBe(is);
  });

  test.each([
    ['', true, true],
    ['  ', false, true],
    ['a', false, false],
    [[], true, true],
    [[null], false, false],
    [{}, true, true],
    [{ a: 1 }, false, false],
    [false, false, true],
    [null, false, true],
    [undefined, false, true],
    [0, false, false],
    [true, false, false],
  ])('%j is empty: %s, blank: %s, from either side', (value, isEmpty, isBlank) => {
    expect([areEqual(value, empty), areEqual(empty, value)]).toEqual([isEmpty, isEmpty]);
    expect([areEqual(value, blank), areEqual(blank, value)]).toEqual([isBlank, isBlank]);
  });

  test('keywords are not equal to each other, nor is a value that looks like one a keyword', () => {
    expect(areEqual(empty, blank)).toBe(false);
    expect(isKeyword({ keyword: 'empty' })).toBe(false);
    expect(areEqual({ keyword: 'empty' }, empty)).toBe(false);
  });
});

describe('one step of a path', () => {
  test.each<[unknown, unknown, unknown]>([
    [{ a: 1 }, 'a', 1],
    [{ a: null }, 'a', null],
    [{ a: 1 }, 'b', undefined],
    [{ size: 9, a: 1 }, 'size', 9],
    [{ a: 1, b: 2 }, 'size', 2],
    [['x', 'y'], 0, 'x'],
    [['x', 'y'], -1, 'y'],
    [['x', 'y'], -3, undefined],
    [['x', 'y'], 5, undefined],
    [['x', 'y'], '1', 'y'],
    [['x', 'y'], 'first', 'x'],
    [['x', 'y'], 'last', 'y'],
    [[], 'first', undefined],
    [['x', 'y'], 'size', 2],
    ['word', 'size', 4],
    ['word', 0, 'w'],
    ['word', 'first', undefined],
    [7, 'size', undefined],
    [null, 'a', null],
    [undefined, 'a', undefined],
  ])('%j at %j is %j', (value, key, found) => expect(propertyOf(value, key)).toEqual(found));

  test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', 'at', 'map'])(
    'never leads to %s, which nobody gave',
    (key) => {
      for (const value of [{}, [], 'word', 7, true, { a: 1 }]) expect(propertyOf(value, key)).toBeUndefined();
    },
  );

  test('finds every own key, and only those', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.integer()), fc.string(), (values, key) => {
        const own = Object.hasOwn(values, key) ? values[key] : key === 'size' ? Object.keys(values).length : undefined;
        expect(propertyOf(values, key)).toBe(own);
      }),
    );
  });
});
