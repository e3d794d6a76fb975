import { expect, test } from 'vitest';
import { nextPath } from './next-path.ts';

test('a path of this site is kept, with its search', () => {
  expect(nextPath('/runs?agent=a&tz=local')).toBe('/runs?agent=a&tz=local');
});

test.each([
  '//evil.example',
  'https://evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '/a\\b',
  'javascript:alert(1)',
  '',
  undefined,
  7,
  '/sign-in/abc',
])('%j goes home instead', (value) => expect(nextPath(value)).toBe('/'));
