import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { installedMatchesLock } from './installed.mjs';

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'signalbox-installed-'))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

type Packages = Record<string, object>;
const one = { version: '1.0.0', integrity: 'sha512-a' };
const elsewhere = { version: '2.0.0', integrity: 'sha512-b', optional: true };
const lock: Packages = {
  '': { name: 'root' },
  'packages/server': { version: '0.1.0' },
  'node_modules/one': one,
  'node_modules/elsewhere': elsewhere,
};

function installed(hidden: Packages | null, folders: readonly string[] = ['one']): boolean {
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: lock }));
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  for (const folder of folders) mkdirSync(join(root, 'node_modules', folder), { recursive: true });
  if (hidden) writeFileSync(join(root, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: hidden }));
  return installedMatchesLock(root);
}

test('a tree that npm installed by hand is taken as it is, without the packages of other platforms', () => {
  expect(installed({ 'node_modules/one': one })).toBe(true);
});

test.each([
  ['another version', { 'node_modules/one': { ...one, version: '1.0.1' } }],
  ['other bytes', { 'node_modules/one': { ...one, integrity: 'sha512-x' } }],
  ['a package missing', {}],
  ['a package too many', { 'node_modules/one': one, 'node_modules/two': one }],
])('is installed anew with %s', (_, hidden) => {
  expect(installed(hidden)).toBe(false);
});

test('is installed anew when a deletion was interrupted', () => {
  expect(installed({ 'node_modules/one': one }, [])).toBe(false);
});

test('is installed anew when npm never finished', () => {
  expect(installed(null)).toBe(false);
});
