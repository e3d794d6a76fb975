import { expect, test } from 'vitest';
import { aHead } from './prompts.fixture.ts';
import { moveWords, timelineOf, willWords } from './timeline.ts';

const move = (label: string, from: number | null, to: number | null, minute: number) => ({
  ...{ label, from, to, reason: 'r', movedBy: 'per_1', movedByName: 'Ada Weiss' },
  movedAt: `2026-11-22T12:${String(minute).padStart(2, '0')}:00.000Z`,
});
const saved = (number: number, minute: number) =>
  aHead(number, { createdAt: `2026-11-22T12:${String(minute).padStart(2, '0')}:00.000Z` });

test('versions and moves in one order, newest first', () => {
  const happened = timelineOf(
    [saved(2, 5), saved(1, 1)],
    [move('production', 1, 2, 7), move('production', null, 1, 3)],
  );
  expect(happened.map((one) => (one.what === 'saved' ? `v${one.version.number}` : `m${one.move.to}`))).toEqual([
    'm2',
    'v2',
    'm1',
    'v1',
  ]);
  expect(timelineOf([], [])).toEqual([]);
});

test('only the last move of each label can be taken back, to where it came from', () => {
  const moves = [move('production', 1, 2, 9), move('staging', null, 2, 8), move('production', null, 1, 3)];
  const undo = timelineOf([], moves).map((one) => (one.what === 'moved' ? one.undo : null));
  expect(undo).toEqual([{ label: 'production', number: 1 }, { label: 'staging', number: null }, null]);
});

test.each([
  [null, 3, 'put on version 3', 'comes on version 3'],
  [3, null, 'taken from version 3', 'leaves version 3'],
  [3, 5, 'moved from version 3 to 5', 'goes from version 3 to 5'],
])('%s to %s in words, before and after', (from, to, after, before) => {
  expect(moveWords({ label: 'production', from, to })).toBe(`Label production ${after}`);
  expect(willWords({ label: 'production', from, to })).toBe(`The label production ${before}`);
});
