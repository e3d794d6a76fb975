import { expect, test } from 'vitest';
import { nextPath } from './next-path.ts';

test.each([
  ['/runs?env=prod', '/runs?env=prod'],
  ['/runs/a-b?x=1#top', '/runs/a-b?x=1#top'],
  [undefined, '/'],
  ['', '/'],
  ['/', '/'],
  ['runs', '/'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['/\t/evil.example', '/'],
  ['/a\\..\\b', '/'],
  ['https://evil.example', '/'],
  ['javascript:alert(1)', '/'],
  ['/sign-in?next=/runs', '/'],
  ['/api/v1/sign-out', '/'],
])('after sign-in, %j leads to %s', (asked, path) => {
  expect(nextPath(asked)).toBe(path);
});
