import fc from 'fast-check';
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

test('whatever stands in the URL, one stays on this site and off the sign-in page', () => {
  const nasty = fc.constantFrom(
    '/',
    '\\',
    '\t',
    '\n',
    '\r',
    '//',
    'http:',
    'javascript:',
    '@',
    '?',
    '#',
    'evil.example',
    '.',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(nasty, fc.string({ maxLength: 5 })), { maxLength: 8 }), (parts) => {
      const path = nextPath(parts.join(''));
      const url = new URL(path, 'https://signalbox.example');
      return url.origin === 'https://signalbox.example' && !path.startsWith('/sign-in');
    }),
    { numRuns: 5000 },
  );
});

test('a path that was kept is kept as it was', () => {
  fc.assert(
    fc.property(fc.webPath(), fc.webQueryParameters(), (path, query) => {
      const whole = `/runs${path}?${query}`;
      return nextPath(whole) === whole;
    }),
  );
});
