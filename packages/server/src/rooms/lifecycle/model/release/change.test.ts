import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSame, kindOf, pairs, shown } from './change.ts';
import { anyManifest, turned } from './samples.fixture.ts';

const named = (name: string, value: unknown = 1) => ({ name, value });
const pairsOf = (before: ReturnType<typeof named>[], after: ReturnType<typeof named>[]) =>
  pairs(before, after, (one) => one.name);

test('what stands on one side only, or differs, by name; the order of lists does not count', () => {
  const found = pairsOf([named('a'), named('b'), named('c', 1)], [named('c', 2), named('b'), named('d')]);
  expect(found.map((one) => [one.name, kindOf(one)])).toEqual([
    ['a', 'removed'],
    ['c', 'changed'],
    ['d', 'added'],
  ]);
});

test('a thing that is called like a member of every object is one like others', () => {
  expect(pairsOf([], [named('__proto__'), named('constructor')]).map((one) => one.name)).toEqual([
    '__proto__',
    'constructor',
  ]);
  expect(pairsOf([named('toString')], [named('toString')])).toEqual([]);
});

test('values are the same whatever order keys came in; what is undefined is not there', () => {
  expect(isSame({ a: 1, b: { c: [1, 2], d: undefined } }, { b: { c: [1, 2] }, a: 1 })).toBe(true);
  expect(isSame([1, 2], [2, 1])).toBe(false);
  expect(isSame({ a: null }, {})).toBe(false);
  expect(isSame({}, [])).toBe(false);
  expect(isSame({ a: 1 }, [['a', 1]])).toBe(false);
  fc.assert(
    fc.property(anyManifest, (one) => {
      // Everything backwards: keys, and lists, of which each holds one.
      let n = 0;
      const single = { ...one, tools: one.tools?.slice(0, 1) };
      const { tools, model } = turned({ tools: single.tools, model: single.model }, () => -n++) as typeof one;
      expect(isSame({ tools, model }, { model: single.model, tools: single.tools })).toBe(true);
    }),
  );
});

test.each([
  ['text', 'text'],
  [0.7, '0.7'],
  [null, 'null'],
  [['END'], '["END"]'],
  ['x'.repeat(100), `${'x'.repeat(59)}…`],
])('%j is shown as %s', (value, text) => {
  expect(shown(value)).toBe(text);
});
