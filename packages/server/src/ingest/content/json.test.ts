import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decoded, isObject, textField } from './json.ts';

describe('decoded', () => {
  it.each<[unknown, unknown]>([
    ['{"a":1}', { a: 1 }],
    ['  [1,2]', [1, 2]],
    [JSON.stringify('{"a":1}'), { a: 1 }],
    ['"quoted"', 'quoted'],
    // Two levels are a client's habit, three are somebody's content.
    [JSON.stringify(JSON.stringify('{"a":1}')), '{"a":1}'],
    // Words and numbers in a text attribute are text: 007 is no 7, and null is what somebody wrote.
    ['null', 'null'],
    ['true', 'true'],
    ['42', '42'],
    ['007', '007'],
    ['-1', '-1'],
    ['{"cut":', '{"cut":'],
    ['{curly} words', '{curly} words'],
    ['[link](https://x.test)', '[link](https://x.test)'],
    ['', ''],
    ['   ', '   '],
    [42, 42],
    [null, null],
    [undefined, undefined],
    [{ a: '{"b":1}' }, { a: '{"b":1}' }],
  ])('%j is meant as %j', (sent, meant) => expect(decoded(sent)).toEqual(meant));

  it('gives any object or array back that was encoded once or twice', () => {
    fc.assert(
      fc.property(fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.array(fc.jsonValue())), (value) => {
        const once = JSON.stringify(value);
        const exact: unknown = JSON.parse(once);
        expect(decoded(once)).toEqual(exact);
        expect(decoded(JSON.stringify(once))).toEqual(exact);
      }),
    );
  });

  it('never throws, also on a text that nests very deep', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void decoded(text)));
    expect(() => decoded('['.repeat(200_000))).not.toThrow();
  });
});

it('bytes and lists are no objects', () => {
  expect([{}, Object.create(null), [], null, 'a', 7, Uint8Array.of(1), undefined].map(isObject)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
    false,
    false,
  ]);
});

it('the first field that holds text is taken, not the first that is there', () => {
  const object = { id: 7, call_id: '', tool_use_id: 'toolu_1', other: 'x' };
  expect(textField(object, 'id', 'call_id', 'tool_use_id', 'other')).toBe('toolu_1');
  expect(textField(object, 'id', 'call_id', 'missing')).toBeUndefined();
});
