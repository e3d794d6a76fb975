import { expect, test } from 'vitest';
import { completedWords, costWords, scoreWords } from './use-words.ts';

const figures = (over: object = {}) => ({
  ...{ runs: 100, completed: { count: 90, inferred: 0 }, failed: 10, unknown: 0, costUsd: 4.2, costUnknownCalls: 0 },
  ...{ scores: [], ...over },
});

test.each([
  [{}, '90 % completed'],
  [{ completed: { count: 90, inferred: 1 } }, '~90 % completed'],
  // Unknown is neither: the share is of those whose outcome is known.
  [{ completed: { count: 40, inferred: 0 }, unknown: 50 }, '80 % completed, 50 unknown'],
  [{ runs: 19, completed: { count: 9, inferred: 0 } }, '9 completed'],
  [{ runs: 30, unknown: 25, completed: { count: 5, inferred: 5 } }, '~5 completed, 25 unknown'],
  [{ runs: 20, completed: { count: 0, inferred: 0 }, failed: 20 }, '0 % completed'],
])('%j is %s', (over, words) => {
  expect(completedWords(figures(over))).toBe(words);
});

const money = (usd: number | null): string => (usd === null ? '?' : usd.toFixed(2));
test('cost tells what is not in it', () => {
  expect(costWords(figures(), money)).toBe('4.20 USD');
  expect(costWords(figures({ costUnknownCalls: 7 }), money)).toBe('4.20 USD and 7 calls of unknown cost');
});

test('a score with how many it is of', () => {
  expect(scoreWords({ name: 'helpful', mean: 0.8249, count: 12 })).toBe('helpful 0.82 of 12');
});
