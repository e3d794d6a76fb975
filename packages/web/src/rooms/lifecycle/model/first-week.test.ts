import { expect, test } from 'vitest';
import { firstWeek } from './first-week.ts';
import { anAgent, outcomes, someFigures } from './lifecycle.fixture.ts';

const nothing = { keys: [], people: [{ disabledAt: null }], agents: { items: [], total: 0 }, backup: { lastAt: null } };
const done = (facts: Parameters<typeof firstWeek>[0]): string[] =>
  firstWeek(facts).flatMap((step) => (step.done ? [step.id] : []));

test('at first nothing is done, and each step says where', () => {
  expect(done(nothing)).toEqual([]);
  const ids = ['key', 'run', 'outcome', 'second', 'owner', 'backup', 'person'];
  expect(firstWeek(nothing).map((step) => step.id)).toEqual(ids);
});

test('each ticks itself from what has happened', () => {
  const inferred = someFigures({ outcomes: outcomes({ completed: [5, 5] }) });
  const agents = (items: ReturnType<typeof anAgent>[]) => ({ agents: { items, total: items.length } });
  const key = { lastUsedAt: null, revokedAt: null };
  expect(done({ ...nothing, keys: [key] })).toEqual(['key']);
  expect(done({ ...nothing, keys: [{ ...key, revokedAt: '2026-11-22T12:00:00Z' }] })).toEqual([]);
  expect(done({ ...nothing, ...agents([anAgent({ id: 'a', figures: inferred })]) })).toEqual(['run']);
  expect(done({ ...nothing, ...agents([anAgent({ id: 'a' })]) })).toEqual(['run', 'outcome']);
  const owned = anAgent({ id: 'b', figures: null, owner: { id: 'per_1', name: 'Ada' } });
  expect(done({ ...nothing, ...agents([owned, anAgent({ id: 'c', figures: null })]) })).toEqual([
    'run',
    'second',
    'owner',
  ]);
});

test('a backup ticks its step; where others back up a PostgreSQL there is none', () => {
  expect(done({ ...nothing, backup: { lastAt: '2026-11-22T12:07:00Z' } })).toEqual(['backup']);
  expect(firstWeek({ ...nothing, backup: null }).map((step) => step.id)).not.toContain('backup');
});

test('who left does not count as a second person', () => {
  const gone = { disabledAt: '2026-11-22T12:00:00Z' };
  expect(done({ ...nothing, people: [{ disabledAt: null }, gone] })).toEqual([]);
  expect(done({ ...nothing, people: [{ disabledAt: null }, { disabledAt: null }] })).toEqual(['person']);
});

test('what one may not see is left out, not said to be open', () => {
  expect(firstWeek({ keys: undefined, people: undefined, agents: undefined, backup: undefined })).toEqual([]);
});
