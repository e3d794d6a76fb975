import fc from 'fast-check';
import { expect, test } from 'vitest';
import { freeSlug } from './slug.ts';

const free = (): boolean => false;

test.each([
  ['Refund clerk', 'refund-clerk'],
  ['Über-Agent #2', 'uber-agent-2'],
  ['客服', 'agent'],
  ['names', 'names-2'],
  ['agt_0192', 'agt-0192'],
])('%s has the address %s', (name, slug) => {
  expect(freeSlug(name, free)).toBe(slug);
});

test('a taken one gets a number', () => {
  const taken = new Set(['clerk', 'clerk-2']);
  expect(freeSlug('Clerk', (slug) => taken.has(slug))).toBe('clerk-3');
});

test('any name has an address that needs no escaping', () => {
  fc.assert(fc.property(fc.string(), (name) => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(freeSlug(name, free))));
});
