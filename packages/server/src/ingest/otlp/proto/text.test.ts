import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesField } from './write.ts';
import { Cursor } from './cursor.ts';
import { defaultReadLimits } from '../types.ts';
import { readBytes, readKey, readText } from './text.ts';

/** A cursor before the length of these bytes. */
function before(bytes: Uint8Array, maxValueBytes = 1 << 20): Cursor {
  const c = new Cursor(bytesField(1, bytes), { ...defaultReadLimits, maxValueBytes });
  c.tag();
  return c;
}

describe('readKey', () => {
  test('gives what the bytes say, whatever was read before', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 70 }), { maxLength: 20 }), (keys) => {
        for (const key of [...keys, ...keys]) expect(readKey(before(key))).toBe(Buffer.from(key).toString('utf8'));
      }),
    );
  });

  test('does not take the byte e9 for the character é', () => {
    expect(readKey(before(Buffer.from('é')))).toBe('é');
    expect(readKey(before(Uint8Array.of(0xe9)))).toBe('\ufffd');
  });

  test('tells 100,000 keys apart in a table of 4,096 places', () => {
    for (let i = 0; i < 100_000; i++) {
      const key = `llm.input_messages.${i}.message.role`;
      expect(readKey(before(Buffer.from(key)))).toBe(key);
    }
  });

  test('a key beyond the bound is cut like a value', () => {
    const c = before(Buffer.from('k'.repeat(100)), 10);
    expect(readKey(c)).toBe('k'.repeat(10));
    expect([c.cut, c.at === c.end]).toEqual([true, true]);
  });
});

describe('readText', () => {
  test('keeps a byte order mark and replaces what is not UTF-8', () => {
    expect(readText(before(Buffer.from('\u{feff}a')))).toBe('\u{feff}a');
    expect(readText(before(Uint8Array.of(0x61, 0xff, 0xc3)))).toBe('a\ufffd\ufffd');
  });

  test('cuts before a character that does not fit and marks it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat({ max: 40 }), (value, max) => {
        const bytes = Buffer.from(value);
        const c = before(bytes, max);
        const read = readText(c);
        expect(c.cut).toBe(bytes.length > max);
        expect(value.startsWith(read)).toBe(true);
        expect(Buffer.byteLength(read)).toBeLessThanOrEqual(max);
        if (bytes.length > max) expect(Buffer.byteLength(read)).toBeGreaterThan(max - 4);
        expect(c.at).toBe(c.end);
      }),
    );
  });
});

describe('readBytes', () => {
  test('copies, so that the body can go', () => {
    const c = before(Uint8Array.of(1, 2, 3));
    const read = readBytes(c);
    c.bytes.fill(9);
    expect(read).toEqual(Uint8Array.of(1, 2, 3));
    expect(read.buffer.byteLength).toBe(3);
  });

  test('cuts at the bound', () => {
    const c = before(new Uint8Array(20), 7);
    expect([readBytes(c).length, c.cut, c.at === c.end]).toEqual([7, true, true]);
  });
});
