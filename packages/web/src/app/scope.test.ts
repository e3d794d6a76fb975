import { expect, test } from 'vitest';
import { boundsOf, rangeNames, rangeOf, ranges, readScope, shortRangeNames, word, zoneOf } from './scope.ts';

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

test('a rolling range is as long as its name says, and has no end', () => {
  const hours = ranges
    .filter((r) => r !== 'all')
    .map((range) => {
      const bounds = boundsOf({ range }, now);
      expect(bounds).not.toHaveProperty('to');
      return (now - Date.parse(bounds.from!)) / 3_600_000;
    });
  expect(hours).toEqual([0.25, 1, 24, 168, 720]);
});

test('both ends of a custom time win over a range; one end is no custom time', () => {
  const ends = { from: '2026-11-01T00:00:00.000Z', to: '2026-11-02T00:00:00.000Z' };
  expect(boundsOf({ ...ends, range: '15m' }, now)).toEqual(ends);
  expect(boundsOf({ from: ends.from, range: 'all' }, now)).toEqual({});
});

test('each range has its names, short ones for a narrow bar', () => {
  for (const range of ranges) {
    expect(rangeNames[range]).toMatch(/^(Last|All)/);
    expect(shortRangeNames[range].length).toBeLessThanOrEqual(rangeNames[range].length);
  }
});

test('text from the URL is bounded: nothing or too much is none', () => {
  expect([word(''), word('x'.repeat(401)), word(null), word({}), word(['a'])]).toEqual(Array(5).fill(undefined));
  expect([word('x'.repeat(400))?.length, word(0)]).toEqual([400, '0']);
});
