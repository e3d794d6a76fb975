import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Content } from './contract.ts';
import { digestOf } from './digest.ts';
import { contentOf } from './world.fixture.ts';

/** The same value with its members in another order, all the way down. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, one]) => [name, turned(one)]),
  );
}

// Computed apart from this code, by Python's json.dumps(sort_keys=True, separators=(',', ':')) and hashlib.
test('a digest of its own, known here for ever', () => {
  expect(digestOf('text', contentOf('Hello {{ who }}'))).toBe(
    'sha256:536d94b74dbefb3ddf042a19b01be777a5dea6c9a67d49fb7a39856f26bd3ccf',
  );
});

test('the same for any order of members', () => {
  const parameters = fc.dictionary(fc.string({ maxLength: 4 }), fc.jsonValue({ maxDepth: 3 }));
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), parameters, (body, given) => {
      const own = JSON.parse(JSON.stringify(given)) as object;
      const content = contentOf(body, { settings: { parameters: own } });
      expect(digestOf('text', turned(content) as Content)).toBe(digestOf('text', content));
    }),
  );
});

test('another for anything that differs', () => {
  const base = contentOf('a');
  const others = [
    digestOf('text', contentOf('b')),
    digestOf('chat', contentOf([{ role: 'user', content: 'a' }])),
    digestOf('chat', contentOf([{ role: 'system', content: 'a' }])),
    digestOf('text', contentOf('a', { outputSchema: {} })),
    digestOf('text', contentOf('a', { settings: { toolChoice: 'auto' } })),
    digestOf('text', { ...base, variables: { type: 'object', properties: { a: {} } } }),
  ];
  expect(new Set([digestOf('text', base), ...others]).size).toBe(7);
});
