import { expect, test } from 'vitest';
import { RecentBlocks } from './recent-blocks.ts';

const block = (insertedAt: number, rows = 1, size = 10) => ({
  insertedAt,
  rows,
  columns: [],
  bytes: new Uint8Array(size),
});

test('hands a block over once, and only with the rows that the warehouse shows', () => {
  const recent = new RecentBlocks();
  recent.put(block(1, 5));
  recent.put(block(2, 7));
  expect(recent.take([{ at: 1, rows: 4 }])).toBeNull();
  expect(
    recent.take([
      { at: 1, rows: 5 },
      { at: 3, rows: 1 },
    ]),
  ).toBeNull();
  expect(
    recent
      .take([
        { at: 1, rows: 5 },
        { at: 2, rows: 7 },
      ])
      ?.map(({ insertedAt }) => insertedAt),
  ).toEqual([1, 2]);
  expect(recent.take([{ at: 1, rows: 5 }])).toBeNull();
});

test('keeps within its bytes by letting the oldest go', () => {
  const recent = new RecentBlocks(100);
  for (let at = 1; at <= 20; at++) recent.put(block(at));
  expect(recent.take([{ at: 10, rows: 1 }])).toBeNull();
  expect(recent.take([{ at: 11, rows: 1 }])).not.toBeNull();
});

test('lists what it holds, unless some of it had to go before it was taken', () => {
  const recent = new RecentBlocks(30);
  for (const at of [1, 2, 3]) recent.put(block(at));
  expect(recent.list()?.map(({ at }) => at)).toEqual([1, 2, 3]);
  recent.put(block(4));
  expect(recent.list()).toBeNull();
  recent.nothingMissing();
  expect(recent.list()?.map(({ at }) => at)).toEqual([2, 3, 4]);
});

test('forgets what is assembled', () => {
  const recent = new RecentBlocks();
  for (const at of [1, 2, 3]) recent.put(block(at));
  recent.forget([
    { at: 1, rows: 1 },
    { at: 2, rows: 9 },
  ]);
  expect(recent.list()).toEqual([{ at: 3, rows: 1 }]);
  expect(recent.take([{ at: 3, rows: 1 }])).not.toBeNull();
});
