import { Validator } from '@cfworker/json-schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { schemaProblems, variablesProblems } from './json-schema.ts';

const pathsOf = (schema: unknown): string[] => schemaProblems(schema).map((one) => one.path);

describe('what is a schema', () => {
  test.each([
    [true],
    [{}],
    [{ type: 'object', properties: { a: { type: ['string', 'null'] } }, required: ['a'], additionalProperties: false }],
    [{ $ref: '#/$defs/node', $defs: { node: { items: { $ref: '#/$defs/node' } } } }],
    [{ $defs: { 'a/b': {} }, $ref: '#/$defs/a~1b' }],
    [{ anyOf: [{ type: 'integer', minimum: 0 }, { pattern: '^a+$' }] }],
    [{ enum: [] }],
  ])('%j', (schema) => {
    expect(schemaProblems(schema)).toEqual([]);
  });

  test.each([
    [null, ''],
    ['text', ''],
    [{ type: 'text' }, 'type'],
    [{ type: [] }, 'type'],
    [{ type: 7 }, 'type'],
    [{ required: 'a' }, 'required'],
    [{ required: [1] }, 'required'],
    [{ enum: 'a' }, 'enum'],
    [{ properties: [] }, 'properties'],
    [{ properties: { a: { type: 'strin' } } }, 'properties.a.type'],
    [{ items: [{}] }, 'items'],
    [{ anyOf: [] }, 'anyOf'],
    [{ anyOf: [{ minLength: -1 }] }, 'anyOf.0.minLength'],
    [{ minimum: '0' }, 'minimum'],
    [{ pattern: '(' }, 'pattern'],
    [{ $ref: 'https://example.com/schema' }, '$ref'],
    [{ $ref: '#/$defs/none' }, '$ref'],
    [{ not: 3 }, 'not'],
  ])('%j is not, at "%s"', (schema, path) => {
    expect(pathsOf(schema)).toEqual([path]);
  });

  test('one that goes on without end is refused, not followed', () => {
    let schema: object = {};
    for (let depth = 0; depth < 5_000; depth++) schema = { items: schema };
    expect(schemaProblems(schema)).toHaveLength(1);
  });

  test('whatever it is given, it says so and never throws', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => Array.isArray(schemaProblems(value))));
  });
});

describe('schemas of variables', () => {
  test('describe an object', () => {
    expect(variablesProblems({ type: 'object', properties: { a: { type: 'string', maxLength: 9 } } })).toEqual([]);
    expect(variablesProblems({ type: 'string' })).toHaveLength(1);
    expect(variablesProblems(true)).toHaveLength(1);
  });

  test.each(['pattern', '$ref', 'patternProperties', 'uniqueItems', 'format', 'not', '$dynamicRef'])(
    'have no %s: checking it could take as long as somebody wants',
    (keyword) => {
      const schema = { type: 'object', properties: { a: { [keyword]: keyword === 'patternProperties' ? {} : '#' } } };
      const problems = variablesProblems(schema).map((one) => one.sentence);
      expect(problems).toContain(`"${keyword}" is not taken for variables`);
    },
  );

  test('a schema that is taken can be used: the validator never throws with it', () => {
    const leaf = fc.constantFrom({ type: 'string' }, { type: 'integer', minimum: 0 }, { enum: ['a', 1, null] }, {});
    const properties = fc.dictionary(fc.string({ maxLength: 5 }), leaf, { maxKeys: 4 });
    fc.assert(
      fc.property(properties, fc.dictionary(fc.string({ maxLength: 5 }), fc.jsonValue()), (declared, values) => {
        const schema = { type: 'object' as const, properties: declared, required: Object.keys(declared) };
        if (variablesProblems(schema).length > 0) return;
        expect(typeof new Validator(schema as object, '2020-12').validate(values).valid).toBe('boolean');
      }),
    );
  });
});
