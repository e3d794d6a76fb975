import { expect, test } from 'vitest';
import { releaseName } from './release-name.ts';

const digest = 'a1'.repeat(32);
test.each([
  [digest, '1.4.0'],
  ['b2'.repeat(32), 'b2b2…b2b2'],
  ['2026-11-20', '2026-11-20'],
  ['observed·ab12', 'observed·ab12'],
  ['', ''],
])('%s is called %s', (told, name) => {
  expect(releaseName([{ digest, version: '1.4.0' }], told)).toBe(name);
});
