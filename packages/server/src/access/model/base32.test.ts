import fc from 'fast-check';
import { expect, test } from 'vitest';
import { base32, fromBase32 } from './base32.ts';

test.each([
  ['', ''],
  ['f', 'MY'],
  ['fo', 'MZXQ'],
  ['foo', 'MZXW6'],
  ['foob', 'MZXW6YQ'],
  ['fooba', 'MZXW6YTB'],
  ['foobar', 'MZXW6YTBOI'],
])('RFC 4648 §10: %j is %s', (text, coded) => {
  expect(base32(new TextEncoder().encode(text))).toBe(coded);
});

test('comes back as it went, whatever the case and the spaces', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      const text = base32(bytes);
      expect(fromBase32(text)).toEqual(bytes);
      expect(fromBase32(text.toLowerCase().replace(/(.{4})/g, '$1 '))).toEqual(bytes);
    }),
  );
  expect(fromBase32('MZXW1')).toBeNull();
});
