import { expect, test } from 'vitest';
import { windowOf } from './window.ts';

const now = Date.parse('2026-11-22T12:00:00Z');

test('without bounds it is the last day, and without an end it ends now', () => {
  expect(windowOf({}, now)).toEqual({
    from: '2026-11-21T12:00:00.000Z',
    to: '2026-11-22T12:00:00.000Z',
    words: '24 hours',
  });
  expect(windowOf({ from: '2026-11-22T11:30:00Z' }, now)).toMatchObject({ words: '30 minutes' });
  expect(windowOf({ to: '2026-11-20T12:00:00Z' }, now).from).toBe('2026-11-19T12:00:00.000Z');
});

test.each([
  ['2026-11-22T11:59:30Z', '1 minute'],
  ['2026-11-15T12:00:00Z', '7 days'],
  ['2026-11-22T06:00:00Z', '6 hours'],
])('since %s it is %s', (from, words) => {
  expect(windowOf({ from }, now).words).toBe(words);
});
