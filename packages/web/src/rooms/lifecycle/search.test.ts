import { expect, test } from 'vitest';
import { readAgentSearch, readAgentsSearch, readReleaseSearch } from './search.ts';

test('what fits is taken from the address', () => {
  expect(readAgentsSearch({ q: 'clerk', health: 'danger', unclaimed: 'true', sort: 'cost' })).toEqual({
    q: 'clerk',
    health: 'danger',
    unclaimed: 'true',
    sort: 'cost',
  });
  for (const tab of ['history', 'releases', 'deployments']) expect(readAgentSearch({ tab })).toEqual({ tab });
  expect([readReleaseSearch({ base: 'rel_1' }), readReleaseSearch({ base: {} }).base]).toEqual([
    { base: 'rel_1' },
    undefined,
  ]);
});

test.each([
  { health: 'red' },
  { sort: '__proto__' },
  { health: 'toString' },
  { unclaimed: 'no' },
  { q: '' },
  { q: {} },
])('what does not fit is left out: %j', (search) => {
  expect(Object.values(readAgentsSearch(search)).filter((value) => value !== undefined)).toEqual([]);
  expect(readAgentSearch({ tab: 'secret' }).tab).toBeUndefined();
});

test('a number in the address is text', () => {
  expect(readAgentsSearch({ q: 42 }).q).toBe('42');
});
