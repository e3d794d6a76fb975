import fc from 'fast-check';
import { expect, test } from 'vitest';
import { utf8Cut } from './utf8.ts';

test('cuts UTF-8 between characters, as far right as the bound allows', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1 }), fc.nat(60), fc.nat(3), (value, max, start) => {
      const bytes = Buffer.concat([Buffer.alloc(start), Buffer.from(value)]);
      const end = utf8Cut(bytes, start, max);
      const kept = bytes.toString('utf8', start, end);
      expect(value.startsWith(kept)).toBe(true);
      const next = [...value.slice(kept.length)][0] ?? '';
      expect(end === bytes.length || Buffer.byteLength(kept + next) > max).toBe(true);
    }),
  );
});

test('cuts at the bound where the bytes are no UTF-8, and never before the start', () => {
  expect(utf8Cut(new Uint8Array(50).fill(0x80), 10, 20)).toBe(30);
  expect(utf8Cut(new Uint8Array(50).fill(0x80), 10, 0)).toBe(10);
  expect(utf8Cut(Buffer.from('ab\u{1f600}'), 2, 3)).toBe(2);
});
