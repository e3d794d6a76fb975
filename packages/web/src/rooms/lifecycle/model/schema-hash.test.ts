import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonical, schemaHash } from './schema-hash.ts';

test('a schema has one hash, in whatever order it is written', async () => {
  const hash = await schemaHash('{"type":"object","properties":{"b":{},"a":{}}}');
  // printf '{"properties":{"a":{},"b":{}},"type":"object"}' | sha256sum
  expect(hash).toBe('3aff5047d16e224634e50be16306292b75b8c8f7c3be62b94818bde673b6ba6a');
  expect(await schemaHash('{ "properties": { "a": {}, "b": {} }, "type": "object" }')).toBe(hash);
});

test('names stand in order of their UTF-16 units, as RFC 8785 shows', () => {
  const names = {
    '\u20ac': 'Euro Sign',
    '\r': 'CR',
    '\ufb33': 'Dalet',
    1: 'One',
    '\ud83d\ude00': 'Smile',
    '\u0080': 'C',
    '\u00f6': 'O',
  };
  const order = [...canonical(names).matchAll(/:"([^"]+)"/g)].map((one) => one[1]);
  expect(order).toEqual(['CR', 'One', 'C', 'O', 'Euro Sign', 'Smile', 'Dalet']);
});

test('the canonical form is the same value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test.each(['', '{', '[]', '1', 'null'])('%j is no schema', async (text) => {
  await expect(schemaHash(text)).rejects.toThrow(SyntaxError);
});
