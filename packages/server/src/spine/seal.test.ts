import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { signedCursors } from './cursor-token.ts';
import { loadRootKey } from './root-key.ts';
import { sealWith } from './seal.ts';

const key = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);

describe('seal', () => {
  const seal = sealWith(key(1));

  test('opens what it sealed, and never seals the same bytes twice', () => {
    const a = seal.seal('answers', 'row 1', 'geheim ✓');
    expect(seal.open('answers', 'row 1', a)).toBe('geheim ✓');
    expect(a).not.toBe(seal.seal('answers', 'row 1', 'geheim ✓'));
    expect(a).not.toContain('geheim');
  });

  test('refuses another row, another purpose, another root key and a changed or shortened box', () => {
    const box = seal.seal('answers', 'row 1', 'x');
    expect(() => seal.open('answers', 'row 2', box)).toThrow();
    expect(() => seal.open('other', 'row 1', box)).toThrow();
    expect(() => sealWith(key(2)).open('answers', 'row 1', box)).toThrow(/root key/);
    expect(() => seal.open('answers', 'row 1', box.slice(0, -3))).toThrow();
    const flipped = box.slice(0, -2) + (box.at(-2) === 'A' ? 'B' : 'A') + box.at(-1);
    expect(() => seal.open('answers', 'row 1', flipped)).toThrow();
  });

  test('derives different keys for different purposes', () => {
    expect(seal.derive('a')).toHaveLength(32);
    expect(seal.derive('a')).toEqual(sealWith(key(1)).derive('a'));
    expect(seal.derive('a')).not.toEqual(seal.derive('b'));
    expect(() => sealWith(new Uint8Array(31))).toThrow(RangeError);
  });
});

describe('root key', () => {
  const dir = (): string => mkdtempSync(join(tmpdir(), 'sbx-root-'));

  test('is made once, private, and read again', () => {
    const dataDir = join(dir(), 'data');
    const first = loadRootKey({ value: undefined, file: undefined, dataDir });
    expect(first).toHaveLength(32);
    expect(statSync(join(dataDir, 'key')).mode & 0o777).toBe(0o600);
    expect(loadRootKey({ value: undefined, file: undefined, dataDir })).toEqual(first);
  });

  test('comes from the environment or a file, as hex or base64', () => {
    const hex = '07'.repeat(32);
    expect(loadRootKey({ value: hex, file: undefined, dataDir: dir() })).toEqual(Buffer.from(hex, 'hex'));
    const file = join(dir(), 'k');
    writeFileSync(file, `${Buffer.from(hex, 'hex').toString('base64')}\n`);
    expect(loadRootKey({ value: undefined, file, dataDir: dir() })).toEqual(Buffer.from(hex, 'hex'));
  });

  test('a short key and a missing named file are refused, nothing is made in their place', () => {
    expect(() => loadRootKey({ value: 'abc', file: undefined, dataDir: dir() })).toThrow(
      /SIGNALBOX_ROOT_KEY must hold 32 bytes/,
    );
    const file = join(dir(), 'absent');
    expect(() => loadRootKey({ value: undefined, file, dataDir: dir() })).toThrow(/absent/);
    expect(() => readFileSync(file)).toThrow();
  });
});

describe('cursors', () => {
  const cursors = signedCursors(key(3));

  test('come back as they were', () => {
    expect(cursors.decode('keys:w1', cursors.encode('keys:w1', ['2026-01-01T00:00:00.000Z', 'key_1', 7]))).toEqual([
      '2026-01-01T00:00:00.000Z',
      'key_1',
      7,
    ]);
  });

  test('of another list, another workspace, another key, cut or made up are refused', () => {
    const token = cursors.encode('keys:w1', ['a']);
    const refused = (list: string, t: string): void =>
      expect(() => cursors.decode(list, t)).toThrow(expect.objectContaining({ code: 'request.cursor_invalid' }));
    refused('teams:w1', token);
    refused('keys:w2', token);
    refused('keys:w1', token.slice(0, -2));
    refused('keys:w1', '');
    refused('keys:w1', Buffer.from('["a"]').toString('base64url'));
    expect(() => signedCursors(key(4)).decode('keys:w1', token)).toThrow();
  });
});
