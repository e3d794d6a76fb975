import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareVersions, nextVersion, parseVersion } from './version.ts';

const part = fc.constantFrom('major', 'minor', 'patch');
const anyVersion = fc.tuple(fc.nat(99), fc.nat(99), fc.nat(99)).map((numbers) => numbers.join('.'));

test('the first is 1.0.0 whatever it holds', () => {
  fc.assert(fc.property(part, (one) => nextVersion(null, one) === '1.0.0'));
});

test.each([
  ['major', '3.0.0'],
  ['minor', '2.10.0'],
  ['patch', '2.9.12'],
] as const)('a %s change after 2.9.11 makes %s', (reach, version) => {
  expect(nextVersion('2.9.11', reach)).toBe(version);
});

test('the next is always higher than the one before, by number and not by letter', () => {
  fc.assert(fc.property(anyVersion, part, (one, reach) => compareVersions(nextVersion(one, reach), one) > 0));
  expect(compareVersions('1.10.0', '1.9.9')).toBeGreaterThan(0);
  expect(compareVersions('1.2.3', '1.2.3')).toBe(0);
});

test.each(['1', '1.2', '01.2.3', '1.2.3-rc.1', 'v1.2.3', '1.2.-3', '1.2.1000000', ''])('%j is none', (text) => {
  expect(parseVersion(text)).toBeNull();
});
