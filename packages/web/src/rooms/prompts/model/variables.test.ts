import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rowsOfSchema, schemaOfRows, type VariableRow, variableTypes } from './variables.ts';

const row = (over: Partial<VariableRow>): VariableRow => ({
  ...{ name: 'tone', type: 'string', required: false, description: '' },
  ...over,
});

test('rows of a plain schema, in its order', () => {
  expect(
    rowsOfSchema({
      type: 'object',
      properties: { tone: { type: 'string', description: 'How it speaks' }, n: { type: 'integer' } },
      required: ['n'],
    }),
  ).toEqual([row({ description: 'How it speaks' }), row({ name: 'n', type: 'integer', required: true })]);
  expect(rowsOfSchema({ type: 'object' })).toEqual([]);
});

describe('what says more than rows can is left as JSON', () => {
  test.each([
    [{ type: 'array' }],
    [{ properties: {} }],
    [{ type: 'object', additionalProperties: false }],
    [{ type: 'object', properties: [] }],
    [{ type: 'object', properties: null }],
    [{ type: 'object', properties: { a: true } }],
    [{ type: 'object', properties: { a: null } }],
    [{ type: 'object', properties: { a: [] } }],
    [{ type: 'object', properties: { a: {} } }],
    [{ type: 'object', properties: { a: { type: ['string', 'null'] } } }],
    [{ type: 'object', properties: { a: { type: 'string', enum: ['x'] } } }],
    [{ type: 'object', properties: { a: { type: 'string', description: 7 } } }],
    [{ type: 'object', properties: { a: { type: 'string' } }, required: 'a' }],
    [{ type: 'object', properties: { a: { type: 'string' } }, required: ['b'] }],
    [{ type: 'object', properties: { a: { type: 'string' } }, required: [1] }],
  ])('%j', (schema) => {
    expect(rowsOfSchema(schema as Parameters<typeof rowsOfSchema>[0])).toBeNull();
  });
});

test('rows without a name are not there yet; names lose the spaces around them; the last of two holds', () => {
  const rows = [row({ name: ' ' }), row({ name: ' a ' }), row({ name: 'a', type: 'number', required: true })];
  expect(schemaOfRows(rows)).toEqual({ type: 'object', properties: { a: { type: 'number' } }, required: ['a'] });
  expect(schemaOfRows([])).toEqual({ type: 'object', properties: {} });
});

test('any rows are the same after a schema and back', () => {
  const anyRow = fc.record({
    name: fc.stringMatching(/^[a-z_][a-z0-9_]{0,8}$/),
    type: fc.constantFrom(...variableTypes),
    required: fc.boolean(),
    description: fc.string(),
  });
  fc.assert(
    fc.property(fc.uniqueArray(anyRow, { selector: (one) => one.name, maxLength: 8 }), (rows) => {
      expect(rowsOfSchema(schemaOfRows(rows))).toEqual(rows);
    }),
  );
});
