import { expect, it } from 'vitest';
import { ContentCache } from './cache.ts';

it('lets each key pass once', () => {
  const cache = new ContentCache(10);
  expect([cache.add('a'), cache.add('b'), cache.add('a'), cache.add('b')]).toEqual([true, true, false, false]);
});

it('forgets what was not used lately, and stays within its size', () => {
  const cache = new ContentCache(100);
  cache.add('old');
  cache.add('used');
  for (let i = 0; i < 1000; i++) {
    cache.add(`k${i}`);
    if (i % 20 === 0) expect(cache.add('used')).toBe(false);
    expect(cache.size).toBeLessThanOrEqual(100);
  }
  expect(cache.add('old')).toBe(true);
});

it('starts again when cleared', () => {
  const cache = new ContentCache();
  cache.add('a');
  cache.clear();
  expect(cache.size).toBe(0);
  expect(cache.add('a')).toBe(true);
});
