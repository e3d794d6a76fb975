import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { valuesFor as onServer } from '../../../server/src/rooms/prompts/templates/values.ts';
import { SignalboxError } from '../errors.ts';
import { valuesFor } from './variables.ts';

type Json = Parameters<typeof onServer>[1][string];
const schema = (properties: object, more: object = {}): object => ({ type: 'object', properties, ...more });

/** What a function gives, or that it refuses. */
function outcome(make: () => unknown): unknown {
  try {
    return make();
  } catch {
    return 'refused';
  }
}

describe('the same as the server', () => {
  test.each<[string, object, object[]]>([
    ['types', schema({ a: { type: 'string' } }), [{ a: 'x' }, { a: 1 }, { a: null }, {}]],
    ['several types', schema({ a: { type: ['integer', 'null'] } }), [{ a: 1 }, { a: 1.5 }, { a: null }, { a: '1' }]],
    [
      'lists',
      schema({ a: { type: 'array', items: { type: 'number' }, minItems: 1, maxItems: 2 } }),
      [{ a: [1] }, { a: [] }, { a: ['x'] }, { a: [1, 2, 3] }, { a: {} }],
    ],
    [
      'objects',
      schema({ a: { type: 'object', required: ['b'], additionalProperties: false, properties: { b: {} } } }),
      [{ a: { b: 1 } }, { a: {} }, { a: { b: 1, c: 2 } }, { a: [] }],
    ],
    ['what is required', schema({ a: {} }, { required: ['a', 'b'] }), [{ a: 1, b: 2 }, { a: 1 }, {}]],
    ['what more there may be', schema({ a: {} }, { additionalProperties: { type: 'string' } }), [{ b: 'x' }, { b: 1 }]],
    [
      'enumerations',
      schema({ a: { enum: ['x', 1, null, { k: [1] }] } }),
      [{ a: 'x' }, { a: 1 }, { a: '1' }, { a: { k: [1] } }, { a: { k: [2] } }],
    ],
    ['one value', schema({ a: { const: { x: 1, y: 2 } } }), [{ a: { y: 2, x: 1 } }, { a: { x: 1 } }]],
    [
      'lengths',
      schema({ a: { minLength: 2, maxLength: 3 } }),
      [{ a: 'x' }, { a: 'xy' }, { a: 'xyzz' }, { a: '👍👍👍' }],
    ],
    ['bounds', schema({ a: { minimum: 1, maximum: 5 } }), [{ a: 0 }, { a: 1 }, { a: 5 }, { a: 6 }]],
    ['open bounds', schema({ a: { exclusiveMinimum: 1, exclusiveMaximum: 5 } }), [{ a: 1 }, { a: 1.1 }, { a: 5 }]],
    ['multiples', schema({ a: { multipleOf: 0.5 } }), [{ a: 1.5 }, { a: 1.4 }]],
    [
      'sizes of objects',
      schema({ a: { type: 'object', minProperties: 1, maxProperties: 1 } }),
      [{ a: {} }, { a: { x: 1 } }, { a: { x: 1, y: 2 } }],
    ],
    ['any of', schema({ a: { anyOf: [{ type: 'string' }, { minimum: 3 }] } }), [{ a: 'x' }, { a: 4 }, { a: 1 }]],
    ['one of', schema({ a: { oneOf: [{ type: 'integer' }, { minimum: 3 }] } }), [{ a: 1 }, { a: 3.5 }, { a: 4 }]],
    ['all of', schema({ a: { allOf: [{ minimum: 1 }, { maximum: 2 }] } }), [{ a: 1 }, { a: 3 }]],
    ['never', schema({ a: false }), [{}, { a: 1 }]],
    [
      'defaults',
      schema({ a: { default: 'x' }, b: { type: 'object', default: { c: 1 } }, d: {} }),
      [{}, { a: 'y' }, { d: null }],
    ],
    ['nothing declared', { type: 'object' }, [{}, { a: [1, { b: 2 }] }]],
  ])('%s', (_, declared, given) => {
    for (const values of given)
      expect(
        outcome(() => valuesFor(declared, values as Record<string, unknown>)),
        JSON.stringify(values),
      ).toEqual(outcome(() => onServer(declared as Record<string, Json>, values as Record<string, Json>)));
  });

  test('of whatever values', () => {
    const declared = schema(
      {
        a: { type: 'string', maxLength: 3 },
        b: { type: ['number', 'null'], minimum: 0, default: 2 },
        c: { type: 'array', items: { type: 'integer' } },
      },
      { required: ['a'] },
    );
    const values = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.jsonValue({ maxDepth: 2 }));
    fc.assert(
      fc.property(values, (given) => {
        const mine = outcome(() => valuesFor(declared, given as Record<string, unknown>));
        expect(mine).toEqual(outcome(() => onServer(declared as Record<string, Json>, given as Record<string, Json>)));
      }),
    );
  });
});

describe('what does not fit', () => {
  test.each([
    [{}, 'variables.name is missing'],
    [{ name: 7 }, 'variables.name must be string'],
    [{ name: 'x', orders: [{ id: 'a' }] }, 'variables.orders.0.id must be integer'],
    [{ name: 'x', more: 1 }, 'variables.more must not be given'],
  ])('%j is said with its place', (values, why) => {
    const orders = { type: 'array', items: { type: 'object', properties: { id: { type: 'integer' } } } };
    const declared = schema({ name: { type: 'string' }, orders }, { required: ['name'], additionalProperties: false });
    try {
      valuesFor(declared, values);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(SignalboxError);
      expect(error).toMatchObject({ code: 'variables_unfit', message: `The variables do not fit: ${why}.` });
    }
  });
});

test('a default is filled in anew each time', () => {
  const declared = schema({ list: { default: [] } });
  const first = valuesFor(declared, {});
  (first['list'] as number[]).push(1);
  expect(valuesFor(declared, {})).toEqual({ list: [] });
});
