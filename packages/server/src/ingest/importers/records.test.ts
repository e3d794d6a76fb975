import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recordsOf } from './records.ts';

const told = (file: string, text: string) =>
  [...recordsOf(file, text)].map((one) => [one.line, one.nth, 'value' in one ? one.value : 'broken']);

describe('records', () => {
  test('are the elements of a list, each with its line', () => {
    expect(told('a.json', '[\n {"a": 1},\n\n {"b": [2,\n 3]}, "c,]", 4\n]\n')).toEqual([
      [2, 1, { a: 1 }],
      [4, 2, { b: [2, 3] }],
      [5, 3, 'c,]'],
      [5, 4, 4],
    ]);
  });

  test('are what a file holds, where it is no list', () => {
    expect(told('a.traj', '\n\n{"a":\n [1]}')).toEqual([[3, 1, { a: [1] }]]);
    expect(told('a.json', '')).toEqual([[1, 1, 'broken']]);
    expect(told('a.json', '[]')).toEqual([]);
    expect(told('a.json', ' [ ] ')).toEqual([]);
  });

  test('are lines, by the name of the file or as the collector writes them', () => {
    const text = '{"a":1}\n\n{"a":\n{"a":3}\n';
    const expected = [
      [1, 1, { a: 1 }],
      [3, 2, 'broken'],
      [4, 3, { a: 3 }],
    ];
    expect(told('a.jsonl', text)).toEqual(expected);
    expect(told('a.json', text)).toEqual(expected);
    expect(told('a.jsonl', '[1]\n[2]')).toEqual([
      [1, 1, [1]],
      [2, 2, [2]],
    ]);
  });

  test('that are broken are told and do not take the others with them', () => {
    expect(told('a.json', '[{"a":1},\n{"a":oops},\n{"a":3}]')).toEqual([
      [1, 1, { a: 1 }],
      [2, 2, 'broken'],
      [3, 3, { a: 3 }],
    ]);
    expect(told('a.json', '[{"a":1},\n{"a":"cut o')).toEqual([
      [1, 1, { a: 1 }],
      [2, 2, 'broken'],
    ]);
    expect(told('a.json', '[1,,2]').map(([, , value]) => value)).toEqual([1, 'broken', 2]);
  });

  test('are those of JSON, whatever stands in them and however it is spaced', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.constantFrom(undefined, 1, '\t'), (values, space) => {
        const text = JSON.stringify(values, null, space);
        expect([...recordsOf('a.json', text)].map((one) => 'value' in one && one.value)).toEqual(JSON.parse(text));
      }),
    );
  });
});
