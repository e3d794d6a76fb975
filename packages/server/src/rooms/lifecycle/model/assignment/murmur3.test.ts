import fc from 'fast-check';
import { expect, test } from 'vitest';
import { murmur3 } from './murmur3.ts';

// The edges of the range are texts that flagd's testbed names; the others were computed with another implementation.
test.each([
  ['', 0, 0],
  ['', 86_028_157, 4_002_661_964],
  ['a', 0, 1_009_084_850],
  ['gr1:123', 0, 538_421_172],
  ['gr1:123', 86_028_157, 4_076_427_795],
  ['groupX:999', 0, 3_843_606_124],
  ['jon@company.com', 0, 1_557_731_397],
  ['ejOoVL', 0, 0],
  ['bY9fO-', 0, 1],
  ['SI7p-', 0, 0x7fffffff],
  ['6LvT0', 0, 0x80000000],
  ['ceQdGm', 0, 0xffffffff],
])('%j with seed %d is %d', (text, seed, hash) => {
  expect(murmur3(text, seed)).toBe(hash);
});

test('half a surrogate pair counts as the replacement character', () => {
  expect(murmur3('a\ud800b')).toBe(murmur3('a\ufffdb'));
  expect(murmur3('\udc00')).toBe(murmur3('\ufffd'));
  expect(murmur3('\u{1f600}')).not.toBe(murmur3('\ufffd\ufffd'));
});

test('every text has one hash, a whole number of 32 bits, that another seed or another tail changes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      const hash = murmur3(text);
      expect(Number.isInteger(hash) && hash >= 0 && hash < 2 ** 32).toBe(true);
      expect(murmur3(text)).toBe(hash);
      expect([murmur3(text, 1), murmur3(`${text}\u0000`)]).not.toContain(hash);
    }),
    { seed: 7 },
  );
});
