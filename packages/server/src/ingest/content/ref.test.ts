import { createHmac, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { contentRef, refBytes } from './ref.ts';

const expected = (key: Uint8Array, body: string): string =>
  createHmac('sha256', key).update(body).digest().subarray(0, 16).toString('hex');
const hex = (ref: string): string => Buffer.from(refBytes(ref)).toString('hex');

it('is HMAC-SHA-256, cut to 16 bytes, for any key and body', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 0, maxLength: 130 }),
      fc.string({ unit: 'binary', maxLength: 400 }),
      (key, body) => {
        expect(hex(contentRef(key, body))).toBe(expected(key, body));
      },
    ),
  );
});

it('is right for bodies of every size, one after another', () => {
  const key = randomBytes(32);
  for (const size of [0, 1, 63, 64, 65, 21_000, 65_536, 900_000, 5])
    expect(hex(contentRef(key, 'ü'.repeat(size)))).toBe(expected(key, 'ü'.repeat(size)));
});

it('gives bytes that later calls leave alone', () => {
  const key = randomBytes(32);
  const first = refBytes(contentRef(key, 'one'));
  contentRef(key, 'two');
  expect(Buffer.from(first).toString('hex')).toBe(expected(key, 'one'));
});
