import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type FailureScope, fingerprintOf, type GroupLocus } from './fingerprint.ts';

const scope: FailureScope = { workspaceId: 'wsp_1', teamId: 'tea_1', agent: 'billing', class: 'timeout' };
const locus: GroupLocus = { kind: 'tool', name: 'lookup' };

test('is what it was in version 1: a group keeps its id over updates of Signalbox', () => {
  expect(fingerprintOf(scope, locus, ['order', '<num>'])).toBe('fai_3748cce423d6d566cbfb3e30a7209b0c');
});

test.each<[string, Partial<FailureScope>, Partial<GroupLocus>, string[]]>([
  ['workspace', { workspaceId: 'wsp_2' }, {}, ['a']],
  ['team', { teamId: 'tea_2' }, {}, ['a']],
  ['agent', { agent: 'refunds' }, {}, ['a']],
  ['class', { class: 'auth' }, {}, ['a']],
  ['kind of place', {}, { kind: 'step' }, ['a']],
  ['place', {}, { name: 'search' }, ['a']],
  ['words', {}, {}, ['b']],
])('another %s is another group', (_, of, at, seed) => {
  const other = fingerprintOf({ ...scope, ...of }, { ...locus, ...at } as GroupLocus, seed);
  expect(other).not.toBe(fingerprintOf(scope, locus, ['a']));
});

test('no text runs into its neighbour', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.array(fc.string()), fc.array(fc.string()), (a, b, words, others) => {
      const same = a === b && JSON.stringify(words) === JSON.stringify(others);
      const one = fingerprintOf({ ...scope, agent: a }, locus, words);
      expect(one === fingerprintOf({ ...scope, agent: b }, locus, others)).toBe(same);
      expect(one).toMatch(/^fai_[0-9a-f]{32}$/);
    }),
  );
});
