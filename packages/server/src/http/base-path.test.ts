import { expect, test } from 'vitest';
import { basePathOf, withoutBase } from './base-path.ts';

test.each([
  [null, ''],
  ['https://box.example.com', ''],
  ['https://tools.example.com/signalbox', '/signalbox'],
  ['https://tools.example.com/a/b', '/a/b'],
])('%s is opened under %j', (publicUrl, base) => {
  expect(basePathOf(publicUrl)).toBe(base);
});

test.each([
  ['/signalbox', '/'],
  ['/signalbox/', '/'],
  ['/signalbox?a=1', '/?a=1'],
  ['/signalbox/api/v1/runs?limit=1', '/api/v1/runs?limit=1'],
  ['/api/v1/runs', '/api/v1/runs'],
  ['/signalboxes', '/signalboxes'],
  ['/', '/'],
])('%s arrives as %s, whether the proxy takes the path off or not', (target, path) => {
  expect(withoutBase(target, '/signalbox')).toBe(path);
  expect(withoutBase(target, '')).toBe(target);
});
