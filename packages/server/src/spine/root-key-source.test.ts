import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadRootKey } from './root-key.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'signalbox-root-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const key = Uint8Array.from({ length: 32 }, (_, at) => at * 7);
const hex = Buffer.from(key).toString('hex');
const load = (given: { value?: string; file?: string } = {}) =>
  loadRootKey({ value: given.value, file: given.file, dataDir });
const asFile = (text: string): string => {
  const file = join(dataDir, 'given');
  writeFileSync(file, text);
  return file;
};

describe('the root key', () => {
  test('is made once, for its owner alone, and is the same at the next start', () => {
    const made = load();
    expect(made).toHaveLength(32);
    expect(load()).toEqual(made);
    expect(statSync(join(dataDir, 'key')).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(dataDir, 'key'), 'utf8')).toBe(`${Buffer.from(made).toString('hex')}\n`);
  });

  test('is made in a folder that is not there yet, which is its owner’s too', () => {
    const deeper = join(dataDir, 'a', 'b');
    loadRootKey({ value: undefined, file: undefined, dataDir: deeper });
    expect(statSync(deeper).mode & 0o777).toBe(0o700);
  });

  test.each([
    ['hex', hex],
    ['hex in capitals', hex.toUpperCase()],
    ['base64', Buffer.from(key).toString('base64')],
    ['base64 for addresses', Buffer.from(key).toString('base64url')],
    ['a line with blanks around it', `  ${hex}\n`],
  ])('may be written as %s, in the environment and in a file', (_form, text) => {
    expect(Buffer.from(load({ value: text })).toString('hex')).toBe(hex);
    expect(Buffer.from(load({ file: asFile(text) })).toString('hex')).toBe(hex);
  });

  test('of the environment goes before the file, the file before the folder, and nothing is made then', () => {
    const other = 'f'.repeat(64);
    expect(Buffer.from(load({ value: hex, file: asFile(other) })).toString('hex')).toBe(hex);
    expect(Buffer.from(load({ file: asFile(other) })).toString('hex')).toBe(other);
    expect(existsSync(join(dataDir, 'key'))).toBe(false);
  });
});

describe('a key that is none is never replaced by a new one: what is sealed would be lost', () => {
  test.each([
    ['one digit short', hex.slice(1)],
    ['one digit more', `${hex}0`],
    ['a letter that is no digit', `${hex.slice(1)}g`],
    ['nothing', ''],
    ['too few bytes', Buffer.alloc(31).toString('base64')],
    ['a pass phrase', 'correct horse battery staple'],
  ])('%s', (_what, text) => {
    for (const wrong of [() => load({ value: text }), () => load({ file: asFile(text) })])
      expect(wrong).toThrow(/must hold 32 bytes as 64 hex digits or base64. Make one with: openssl rand -hex 32/);
    writeFileSync(join(dataDir, 'key'), text);
    expect(load).toThrow(/key must hold 32 bytes/);
    expect(readFileSync(join(dataDir, 'key'), 'utf8')).toBe(text);
  });

  test('a wrong key is not told in the error', () => {
    const wrong = `${hex.slice(1)}g`;
    for (const run of [() => load({ value: wrong }), () => load({ file: asFile(wrong) })])
      expect(run).not.toThrow(new RegExp(wrong.slice(0, 12)));
  });

  test('a file that was named and is not there is an error with its name', () => {
    expect(() => load({ file: join(dataDir, 'missing') })).toThrow(/missing: ENOENT/);
    expect(existsSync(join(dataDir, 'key'))).toBe(false);
  });

  test.runIf(process.getuid?.() !== 0)('a file that may not be read is an error too', () => {
    writeFileSync(join(dataDir, 'key'), hex);
    chmodSync(join(dataDir, 'key'), 0o000);
    expect(load).toThrow(/EACCES/);
  });
});
