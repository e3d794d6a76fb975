import { constants, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../spine/errors.ts';
import { type Encoding, inflate } from './inflate.ts';

const body = Buffer.from('a span, and another span. '.repeat(400));

const streams: readonly (readonly [Encoding, Uint8Array])[] = [
  ['gzip', gzipSync(body)],
  ['deflate', deflateSync(body)],
  ['deflate', deflateRawSync(body)],
];

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
  return 'no error';
}

describe('inflate', () => {
  test.each<[string, Encoding, Uint8Array]>([
    ['gzip', 'gzip', gzipSync(body)],
    ['zlib', 'deflate', deflateSync(body)],
    ['raw deflate', 'deflate', deflateRawSync(body)],
    ['raw deflate without compression', 'deflate', deflateRawSync(body, { level: 0 })],
    ['raw deflate with fixed codes', 'deflate', deflateRawSync(body, { strategy: constants.Z_FIXED })],
    ['nothing', 'identity', body],
  ])('opens %s', (_name, encoding, packed) => {
    expect(Buffer.from(inflate(packed, encoding, body.length)).equals(body)).toBe(true);
  });

  test('opens all members of a gzip stream, padding behind the last included', () => {
    const packed = Buffer.concat([gzipSync(body), gzipSync('more')]);
    const whole = Buffer.concat([body, Buffer.from('more')]);
    expect(Buffer.from(inflate(packed, 'gzip', 1 << 20)).equals(whole)).toBe(true);
    const padded = Buffer.concat([packed, Buffer.alloc(512)]);
    expect(Buffer.from(inflate(padded, 'gzip', 1 << 20)).equals(whole)).toBe(true);
  });

  test('refuses other bytes behind the end', () => {
    for (const [encoding, packed] of streams) {
      const trailing = Buffer.concat([packed, Buffer.from('garbage')]);
      expect(codeOf(() => inflate(trailing, encoding, 1 << 20))).toBe('ingest.malformed');
    }
  });

  test('a second member counts towards the bound and must be whole', () => {
    const packed = Buffer.concat([gzipSync(body), gzipSync(body)]);
    expect(inflate(packed, 'gzip', 2 * body.length).length).toBe(2 * body.length);
    expect(codeOf(() => inflate(packed, 'gzip', 2 * body.length - 1))).toBe('ingest.inflated_too_large');
    expect(codeOf(() => inflate(packed.subarray(0, packed.length - 9), 'gzip', 1 << 20))).toBe('ingest.malformed');
  });

  test('the bound is exact for every encoding', () => {
    for (const [encoding, bytes] of [...streams, ['identity', body] as const]) {
      expect(inflate(bytes, encoding, body.length).length).toBe(body.length);
      expect(codeOf(() => inflate(bytes, encoding, body.length - 1))).toBe('ingest.inflated_too_large');
    }
  });

  test('refuses streams that are cut, changed or none at all', () => {
    for (const [encoding, packed] of streams.slice(0, 2)) {
      for (let cut = 0; cut < packed.length; cut += 7) {
        expect(codeOf(() => inflate(packed.subarray(0, cut), encoding, 1 << 20))).toBe('ingest.malformed');
      }
      const changed = Buffer.from(packed);
      changed[packed.length - 6]! ^= 0xff;
      expect(codeOf(() => inflate(changed, encoding, 1 << 20))).toBe('ingest.malformed');
      expect(codeOf(() => inflate(Buffer.from('not compressed'), encoding, 1 << 20))).toBe('ingest.malformed');
    }
  });

  test('a bomb of 2 MB that holds 2 GB is refused in little time and memory', () => {
    const member = gzipSync(Buffer.alloc(64 << 20), { level: 9 });
    const bomb = Buffer.concat(Array.from({ length: 32 }, () => member));
    const before = process.memoryUsage().rss;
    const start = performance.now();
    expect(codeOf(() => inflate(bomb, 'gzip', 8 << 20))).toBe('ingest.inflated_too_large');
    expect(performance.now() - start).toBeLessThan(1000);
    expect(process.memoryUsage().rss - before).toBeLessThan(64 << 20);
  });

  test('a bomb of 8 kB that holds 8 MB is refused too', () => {
    const bomb = deflateSync(Buffer.alloc(8 << 20), { level: 9 });
    expect(bomb.length).toBeLessThan(10_000);
    expect(codeOf(() => inflate(bomb, 'deflate', 1 << 20))).toBe('ingest.inflated_too_large');
  });

  test('says what to do', () => {
    expect(() => inflate(gzipSync(body), 'gzip', 100)).toThrow('inflates to more than 100 bytes');
    expect(() => inflate(body, 'gzip', 100)).toThrow('not a whole gzip stream');
  });
});
