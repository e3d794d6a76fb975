import { describe, expect, test } from 'vitest';
import { isStrict } from './strict-schema.ts';

const closed = (properties: object, required = Object.keys(properties)): object => ({
  ...{ type: 'object', properties, required, additionalProperties: false },
});
const word = { type: 'string' };

describe('a schema that OpenAI takes as strict', () => {
  test.each<[string, object]>([
    ['a closed object whose properties are all required', closed({ a: word })],
    ['an object without any property', closed({})],
    ['a property called like a keyword', closed({ properties: word, items: word, oneOf: word })],
    ['objects in objects', closed({ a: closed({ b: closed({ c: word }) }) })],
    ['lists of closed objects', closed({ rows: { type: 'array', items: closed({ a: word }) } })],
    ['one of several closed objects', closed({ a: { anyOf: [closed({ b: word }), { type: 'null' }] } })],
    ['definitions that are closed', { ...closed({ a: { $ref: '#/$defs/A' } }), $defs: { A: closed({ b: word }) } }],
    ['a closed object that may be null', { ...closed({ a: word }), type: ['object', 'null'] }],
  ])('%s', (_, schema) => {
    expect(isStrict(schema)).toBe(true);
  });
});

describe('a schema that it would refuse as strict', () => {
  test.each<[string, object]>([
    ['an open object', { type: 'object', properties: { a: word }, required: ['a'] }],
    ['one that is open by word', { ...closed({ a: word }), additionalProperties: true }],
    ['one with a schema for what else comes', { ...closed({ a: word }), additionalProperties: word }],
    ['a property that may be left out', closed({ a: word, b: word }, ['a'])],
    ['required that is no list', { ...closed({ a: word }), required: 'a' }],
    ['an object without properties that is open', { type: 'object' }],
    ['an open object that may be null', { type: ['object', 'null'] }],
    ['properties without a type', { properties: { a: word } }],
    ['an open object in a list', closed({ rows: { type: 'array', items: { type: 'object' } } })],
    ['an open object in a list of schemas', closed({ a: { anyOf: [word, { type: 'object' }] } })],
    ['an open definition', { ...closed({}), $defs: { A: { type: 'object' } } }],
    ['an open definition of the older drafts', { ...closed({}), definitions: { A: { type: 'object' } } }],
    ['exactly one of several', closed({ a: { oneOf: [word, { type: 'null' }] } })],
    ['all of several', closed({ a: { allOf: [word] } })],
    ['anything but', closed({ a: { not: word } })],
    ['a condition', { ...closed({ a: word }), if: {}, then: {} }],
    ['names by a pattern', { ...closed({}), patternProperties: { '^x': word } }],
  ])('%s', (_, schema) => {
    expect(isStrict(schema)).toBe(false);
  });
});
