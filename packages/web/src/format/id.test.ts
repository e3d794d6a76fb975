import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shortId, shortRelease, shortRunId } from './id.ts';

test('long ids lose their middle, short ones nothing', () => {
  expect(shortId('0af7651916cd43dd8448eb211c80319c')).toBe('0af7…319c');
  expect(shortId('b7ad6b716920')).toBe('b7ad6b716920');
});

test('a digest as release is shortened, a version is said whole', () => {
  expect(shortRelease('85687a629219e10bb95c113d801382dec8deee6f7611f76e60487193c53c7250')).toBe('8568…7250');
  for (const version of ['3.2.0', '2026-11-22-a-long-name-of-a-build', 'A'.repeat(64)])
    expect(shortRelease(version)).toBe(version);
});

test('prefixes stay', () => {
  expect(shortId('key_0193a5b2c4d87e9f8a1b2c3d4e5f6071')).toBe('key_0193…6071');
});

test('run ids shorten both halves', () => {
  expect(shortRunId('0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331')).toBe('0af7…319c-b7ad…3331');
});

test('a short id starts and ends as the id does, is never longer, and twice is once', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^([a-z]{3}_)?[0-9a-f]{1,40}$/), (id) => {
      const short = shortId(id);
      const [start, end] = short.split('…');
      return (
        short.length <= id.length &&
        id.startsWith(start!) &&
        (end === undefined || id.endsWith(end)) &&
        shortId(short) === short
      );
    }),
  );
});
