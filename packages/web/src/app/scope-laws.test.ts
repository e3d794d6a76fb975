import fc from 'fast-check';
import { expect, test } from 'vitest';
import { boundsOf, readScope } from './scope.ts';
import { scopeParts } from './scope-parts.ts';

const names = ['team', 'env', 'range', 'from', 'to', 'tz', 'compare'];
const anything = fc.oneof(
  fc.anything(),
  fc.constantFrom('24h', 'local', 'previous', '2026-11-01', '2026-11-02T00:00:00+05:30', '+012026-01-01', 'toString'),
);
const search = fc.dictionary(fc.constantFrom(...names), anything);

test('whatever stands in the URL, a custom time is two ends in order', () => {
  fc.assert(
    fc.property(search, (given) => {
      const { from, to } = readScope(given);
      expect(from === undefined).toBe(to === undefined);
      if (from !== undefined) expect(Date.parse(from)).toBeLessThan(Date.parse(to!));
    }),
  );
});

test('what was read is read the same again: the URL does not wander from page to page', () => {
  fc.assert(
    fc.property(search, (given) => {
      const once = readScope(given);
      expect(readScope(once)).toEqual(once);
    }),
  );
});

test('a year of five digits stands before others as text: it is no end of a time', () => {
  expect(readScope({ from: '+012026-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z' }).from).toBeUndefined();
  expect(readScope({ from: '-000001-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z' }).from).toBeUndefined();
});

test('ends in other zones are put in order by their moment, not by their text', () => {
  const later = { from: '2026-11-22T09:00:00+09:00', to: '2026-11-22T01:00:00Z' };
  expect(readScope(later)).toMatchObject({ from: '2026-11-22T00:00:00.000Z', to: '2026-11-22T01:00:00.000Z' });
  expect(readScope({ from: '2026-11-22T01:00:00-09:00', to: '2026-11-22T02:00:00Z' }).from).toBeUndefined();
  expect(readScope({ from: '2026-11-22T01:00:00Z', to: '2026-11-22T01:00:00Z' }).from).toBeUndefined();
});

test('comparison is with the period before or with nothing', () => {
  expect(readScope({ compare: 'previous' }).compare).toBe('previous');
  for (const compare of ['next', true, 1, ['previous']]) expect(readScope({ compare }).compare).toBeUndefined();
});

test('a rolling range moves with the clock; a day across a change to summer time is still 24 hours', () => {
  const night = Date.parse('2026-03-29T12:00:00+02:00');
  expect(boundsOf({ range: '24h', tz: 'local' }, night)).toEqual({ from: '2026-03-28T10:00:00.000Z' });
  expect(boundsOf({ range: '1h' }, night + 1).from).not.toBe(boundsOf({ range: '1h' }, night).from);
});

test.each([
  ['/shell/settings/itself', { team: false, env: false, time: false }],
  ['/shell/sql', { team: false, env: false, time: false }],
  ['/shell/dashboards/$dashboardId', { team: true, env: true, time: true }],
  ['/shell/releases/$releaseId', { team: false, env: false, time: false }],
  ['/shell/releases', { team: true, env: false, time: false }],
  ['/shell/agents/$agentId', { team: true, env: true, time: true }],
])('%s has the selectors that it heeds', (route, parts) =>
  expect(scopeParts(['__root__', '/shell', route], {})).toEqual(parts),
);
