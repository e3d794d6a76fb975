import { expect, test } from 'vitest';
import { hostViolations } from './hosts.ts';
import { planted, readTree } from './tree.ts';

test('nothing committed names a registry', () => {
  expect(hostViolations(readTree())).toEqual([]);
});

// Put together here, so that this file passes its own rule.
const host = (...parts: string[]): string => parts.join('.');

test.each([
  ['README.md', `npm config set registry https://${host('registry', 'npmjs', 'org')}/`],
  ['Dockerfile', `RUN echo deb http://${host('deb', 'debian', 'org')}/debian bookworm main`],
  ['package-lock.json', `{ "resolved": "https://mirror.example/zod/${['-', 'zod-4.0.0'].join('/')}${'.tgz'}" }`],
  ['a.ts', `const at = 'https://${host('npm', 'pkg', 'github', 'com')}';`],
])('%s is refused', (path, text) => {
  expect(hostViolations(planted({ [path]: text })).length).toBeGreaterThan(0);
});

test('an .npmrc sets no registry, with or without a scope', () => {
  expect(hostViolations(planted({ '.npmrc': 'registry=https://packages.example/' }))).toHaveLength(1);
  expect(
    hostViolations(planted({ 'packages/web/.npmrc': '@signalbox:registry=https://packages.example/' })),
  ).toHaveLength(1);
  expect(hostViolations(planted({ '.npmrc': 'omit-lockfile-registry-resolved=true' }))).toEqual([]);
});

test('the lock does not say where packages come from', () => {
  expect(
    hostViolations(planted({ 'package-lock.json': '{ "resolved": "https://packages.example/zod" }' })),
  ).toHaveLength(1);
  expect(hostViolations(planted({ 'package-lock.json': '{ "resolved": "packages/server", "link": true }' }))).toEqual(
    [],
  );
});
