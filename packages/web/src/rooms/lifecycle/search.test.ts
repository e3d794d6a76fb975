import { expect, test } from 'vitest';
import {
  readAgentSearch,
  readAgentsSearch,
  readCalendarSearch,
  readReleaseSearch,
  readServedSearch,
} from './search.ts';

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

test('a calendar knows days, and nothing else', () => {
  expect(readCalendarSearch({ day: '2026-02-28', open: '2026-12-01', span: 'week' })).toEqual({
    ...{ day: '2026-02-28', open: '2026-12-01', span: 'week' },
  });
  for (const day of ['today', '2026-13-01', '2026-1-1', 20_261_122, '2026-11-22T00:00:00Z', '9999-12-31', '0000-01-01'])
    expect(readCalendarSearch({ day, open: day, span: 'year' })).toEqual({});
});

test('deployments are shown now or as changes', () => {
  expect(readServedSearch({ shows: 'changes', differs: 'true' })).toEqual({ shows: 'changes', differs: 'true' });
  expect(readServedSearch({ shows: 'all', differs: 'no' })).toEqual({});
});
