import { expect, test } from 'vitest';
import { brushed, heights, runsOf } from './histogram.ts';

const none = { completed: 0, failed: 0, passedToPerson: 0, abandoned: 0, unknown: 0 };
const bucket = (minute: number, over: object = {}) => ({
  ...none,
  at: new Date(Date.UTC(2026, 10, 22, 10, minute)).toISOString(),
  ...over,
});

test('the most runs reach the top, one run among thousands is seen, none is nothing', () => {
  const bars = heights([bucket(0, { completed: 9000, failed: 1 }), bucket(1), bucket(2, { unknown: 1 })], 44);
  expect(bars).toEqual([
    { all: 42, failed: 1 },
    { all: 0, failed: 0 },
    { all: 1, failed: 0 },
  ]);
  expect(heights([bucket(0, { failed: 3 })], 44)).toEqual([{ all: 42, failed: 42 }]);
  expect(runsOf(bucket(0, { completed: 1, failed: 2, passedToPerson: 3, abandoned: 4, unknown: 5 }))).toBe(15);
});

test('a brush holds both of its ends, drawn to the left or to the right', () => {
  const histogram = { from: '', to: '', total: 0, bucketSeconds: 60, buckets: [bucket(0), bucket(1), bucket(2)] };
  const range = ['2026-11-22T10:01:00.000Z', '2026-11-22T10:03:00.000Z'];
  expect(brushed(histogram, 1, 2)).toEqual(range);
  expect(brushed(histogram, 2, 1)).toEqual(range);
  expect(brushed(histogram, 0, 0)).toEqual(['2026-11-22T10:00:00.000Z', '2026-11-22T10:01:00.000Z']);
});
