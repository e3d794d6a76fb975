import fc from 'fast-check';
import { expect, test } from 'vitest';
import { slugOf } from './slug.ts';

test.each([
  ['Support', 'support'],
  ['  Ärzte & Co. ', 'arzte-co'],
  ['Team 7/b', 'team-7-b'],
  ['運用', 'team'],
  ['---', 'team'],
])('%s becomes %s', (name, slug) => expect(slugOf(name)).toBe(slug));

test('is always fit for an address, and its own slug', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (name) => {
      expect(slugOf(name)).toMatch(/^[a-z0-9](-?[a-z0-9])*-?$/);
      expect(slugOf(name).length).toBeLessThanOrEqual(60);
    }),
  );
});
