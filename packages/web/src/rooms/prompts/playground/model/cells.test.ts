import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellAt, noCells, progressWords, withCells } from './cells.ts';
import { aCell, runState } from './playground.fixture.ts';

const page = (items: ReturnType<typeof aCell>[], after: number) => ({ items, after, run: runState() });

test('answers are laid over what is known, by lane and row', () => {
  const first = withCells(noCells, page([aCell({ state: 'running', seq: 1 }), aCell({ lane: 1, seq: 2 })], 2));
  const then = withCells(first, page([aCell({ state: 'done', seq: 3 })], 3));
  expect(cellAt(first, 0, 0)?.state).toBe('running');
  expect(cellAt(then, 0, 0)?.state).toBe('done');
  expect(cellAt(then, 1, 0)?.seq).toBe(2);
  expect(cellAt(then, 0, 7)).toBeUndefined();
  expect(then.after).toBe(3);
  expect(noCells.byPlace.size).toBe(0);
});

test('in whatever order pages come, the last word of each answer holds', () => {
  const seqs = fc.uniqueArray(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(seqs, (order) => {
      const cells = order.reduce((known, seq) => withCells(known, page([aCell({ seq })], seq)), noCells);
      expect(cellAt(cells, 0, 0)?.seq).toBe(Math.max(...order));
      expect(cells.after).toBe(Math.max(...order));
    }),
  );
});

test.each([
  [{ waiting: 1, running: 1, done: 2, failed: 0, cancelled: 0 }, '2 of 4 answered'],
  [{ waiting: 0, running: 0, done: 2, failed: 1, cancelled: 0 }, '2 of 3 answered, 1 failed'],
  [{ waiting: 0, running: 0, done: 0, failed: 1, cancelled: 3 }, '0 of 4 answered, 1 failed, 3 cancelled'],
])('%j', (counts, words) => {
  expect(progressWords(runState({ counts }))).toBe(words);
});

test('a page that comes late does not take the run back', () => {
  const state = (done: number) =>
    runState({ counts: { waiting: 3 - done, running: 0, done, failed: 0, cancelled: 0 } });
  const newer = withCells(noCells, { items: [aCell({ seq: 9 })], after: 9, run: state(3) });
  const after = withCells(newer, { items: [aCell({ row: 1, seq: 4 })], after: 4, run: state(1) });
  expect(after.run?.counts.done).toBe(3);
  expect(cellAt(after, 0, 1)?.seq).toBe(4);
  // The end of a run comes without a new answer.
  const ended = withCells(after, { items: [], after: 9, run: runState({ state: 'done' }) });
  expect(ended.run?.state).toBe('done');
});
