import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mediaPart, replaceMedia, wholeMedia } from './media.ts';

const bytes = Buffer.from(Array.from({ length: 3000 }, (_, i) => (i * 7919) % 251));
const base64 = bytes.toString('base64');
const sha256 = createHash('sha256').update(bytes).digest('hex');

describe('media', () => {
  it('keeps size and hash of the bytes, not of their text', () => {
    expect(mediaPart('image/png', base64)).toEqual({ type: 'media', mimeType: 'image/png', bytes: 3000, sha256 });
    expect(mediaPart(null, bytes)).toEqual({ type: 'media', mimeType: null, bytes: 3000, sha256 });
    expect(mediaPart(null, bytes.toString('base64url')).sha256).toBe(sha256);
  });

  it('knows a string that is media as a whole', () => {
    expect(wholeMedia(`data:image/png;base64,${base64}`)).toEqual({
      type: 'media',
      mimeType: 'image/png',
      bytes: 3000,
      sha256,
    });
    expect(wholeMedia('data:text/plain;charset=utf-8;base64,aGk=')).toMatchObject({ mimeType: 'text/plain', bytes: 2 });
    expect(wholeMedia(base64)).toMatchObject({ mimeType: null, sha256 });
    expect(wholeMedia('a sentence')).toBeNull();
    expect(wholeMedia('data:image/png,raw')).toBeNull();
    expect(wholeMedia('a'.repeat(1023))).toBeNull();
  });

  it('replaces media inside text and leaves the text around it', () => {
    expect(replaceMedia(`look: ![x](data:image/gif;base64,${base64}) nice`)).toBe(
      `look: ![x]([media image/gif, 3000 bytes, sha256 ${sha256}]) nice`,
    );
    expect(replaceMedia(`file "${base64}" end`)).toBe(`file "[media base64, 3000 bytes, sha256 ${sha256}]" end`);
    const two = replaceMedia(`data:a/b;base64,aGk= and "${base64}" and data:c/d;base64,aGk=`);
    expect(two.match(/\[media/g)).toHaveLength(3);
    expect(two).not.toContain('aGk=');
  });

  it('hands text without media back by identity', () => {
    for (const text of [
      '',
      'a word',
      'x '.repeat(5000),
      `${'a'.repeat(1000)} ${'b'.repeat(1000)}`,
      ';base64, alone',
      'data: nothing',
    ])
      expect(replaceMedia(text)).toBe(text);
  });

  it('leaves no run of base64 of that length, wherever it starts', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 2000 }),
        fc.integer({ min: 0, max: 2000 }),
        fc.integer({ min: 1024, max: 4000 }),
        (text, at, length) => {
          const out = replaceMedia(
            `${text.slice(0, at)} ${base64.slice(0, length).replaceAll('=', '')} ${text.slice(at)}`,
          );
          expect(/[A-Za-z0-9+/_-]{1024,}/.test(out)).toBe(false);
        },
      ),
    );
  });

  it('takes linear time on text made to stall it', () => {
    for (const piece of [
      'data:',
      ';base64,',
      'data:a/b;base64,',
      `${'a'.repeat(1023)} `,
      `${'a'.repeat(1022)}  `,
      'a',
    ]) {
      const from = process.threadCpuUsage();
      replaceMedia(piece.repeat(1_000_000 / piece.length));
      expect(cpuMs(from), piece.slice(0, 20)).toBeLessThan(400);
    }
  });
});

/** Milliseconds of this thread's own work since `from`: other tests on the machine do not count. */
const cpuMs = (from: NodeJS.CpuUsage): number => {
  const { user, system } = process.threadCpuUsage(from);
  return (user + system) / 1000;
};
