import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unkeepable } from './unkeepable.ts';

describe('texts that are not kept as they were sent', () => {
  test.each<[unknown, string[]]>([
    [{ name: 'a\u0000b' }, ['name']],
    [{ name: '\ud800' }, ['name']],
    [{ name: 'a\udc00b' }, ['name']],
    [{ name: '😀 \ufffd \u0001 \u202e' }, []],
    [{ scopes: ['read', 'a\u0000'] }, ['scopes.1']],
    [{ a: { b: [{ c: '\u0000' }] } }, ['a.b.0.c']],
    [{ n: 7, t: true, u: undefined, z: null, e: '' }, []],
    [undefined, []],
    ['\u0000', ['']],
  ])('of %j: %j', (request, paths) => expect(unkeepable(request)).toEqual(paths));

  test('every one is named', () => {
    expect(unkeepable({ a: '\u0000', b: ['\ud800', 'fine', '\u0000'] }).toSorted()).toEqual(['a', 'b.0', 'b.2']);
  });

  test('are all there are: any JSON of well-formed texts without U+0000 has none', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), (value) => {
        if (!JSON.stringify(value).includes('\\u0000')) expect(unkeepable({ value })).toEqual([]);
      }),
    );
  });

  test('however deep: a request cannot end the process by its nesting', () => {
    let deep: unknown = '\u0000';
    for (let n = 0; n < 100_000; n++) deep = [deep];
    expect(unkeepable(deep)).toHaveLength(1);
  });
});
