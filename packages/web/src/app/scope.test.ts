import { expect, test } from 'vitest';
import { boundsOf, rangeOf, readScope, zoneOf } from './scope.ts';

const now = Date.parse('2026-11-22T12:00:00Z');

test('what does not fit in the URL is left out', () => {
  expect(readScope({ team: 'tea_1', env: 7, range: 'fortnight', tz: 'mars', from: 'x', to: 'y' })).toEqual({
    team: 'tea_1',
    env: '7',
    range: undefined,
    tz: undefined,
  });
});

test('a custom time needs both ends, in order', () => {
  const both = readScope({ from: '2026-11-01T00:00:00Z', to: '2026-11-02T00:00:00Z' });
  expect(boundsOf(both, now)).toEqual({ from: '2026-11-01T00:00:00.000Z', to: '2026-11-02T00:00:00.000Z' });
  expect(readScope({ from: '2026-11-02T00:00:00Z', to: '2026-11-01T00:00:00Z' }).from).toBeUndefined();
  expect(readScope({ from: '2026-11-02T00:00:00Z' }).from).toBeUndefined();
});

test('the default is the last day in UTC; all time asks for no bound', () => {
  expect([rangeOf({}), zoneOf({}), zoneOf({ tz: 'local' })]).toEqual(['24h', 'utc', 'local']);
  expect(boundsOf({}, now)).toEqual({ from: '2026-11-21T12:00:00.000Z' });
  expect(boundsOf({ range: 'all' }, now)).toEqual({});
});
