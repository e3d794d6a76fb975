import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonValue, ValueChange } from '../contract.ts';
import { diffValues } from './value-diff.ts';

type JsonObject = { [key: string]: JsonValue };

/** Puts the right sides of changes at their paths. */
function applied(before: JsonValue, changes: readonly ValueChange[]): JsonValue {
  let whole = structuredClone(before);
  for (const { path, after } of changes) {
    const last = path.at(-1);
    if (last === undefined) {
      whole = after!;
      continue;
    }
    let here = whole as JsonObject;
    for (const step of path.slice(0, -1)) here = here[step] as JsonObject;
    if (after === undefined) delete here[last];
    else Object.defineProperty(here, last, { value: after, enumerable: true, configurable: true, writable: true });
  }
  return whole;
}

const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<JsonValue>;

test('members are told by their paths, with what they were and are', () => {
  const before = { parameters: { temperature: 0.2, top_p: 1 }, models: ['a'] };
  const after = { parameters: { temperature: 0.7 }, models: ['a', 'b'], toolChoice: 'auto' };
  expect(diffValues(before, after)).toEqual([
    { path: ['models'], before: ['a'], after: ['a', 'b'] },
    { path: ['parameters', 'temperature'], before: 0.2, after: 0.7 },
    { path: ['parameters', 'top_p'], before: 1 },
    { path: ['toolChoice'], after: 'auto' },
  ]);
});

test('null is a value and not the same as nothing', () => {
  expect(diffValues({ a: null }, {})).toEqual([{ path: ['a'], before: null }]);
  expect(diffValues({ a: null }, { a: {} })).toEqual([{ path: ['a'], before: null, after: {} }]);
});

test('a value against itself has no changes', () => {
  fc.assert(fc.property(json, (value) => diffValues(value, structuredClone(value)).length === 0));
});

test('put at their paths, the changes make the other side', () => {
  fc.assert(
    fc.property(json, json, (before, after) => {
      expect(applied(before, diffValues(before, after))).toEqual(after);
    }),
    { numRuns: 300 },
  );
});

test('the way back has the same paths, with the sides exchanged', () => {
  fc.assert(
    fc.property(json, json, (before, after) => {
      const there = diffValues(before, after);
      const back = diffValues(after, before).map(({ path, before: b, after: a }) => ({
        path,
        ...(a !== undefined && { before: a }),
        ...(b !== undefined && { after: b }),
      }));
      expect(back).toEqual(there);
    }),
  );
});
