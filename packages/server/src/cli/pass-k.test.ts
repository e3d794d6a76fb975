import { expect, test } from 'vitest';
import { passLines } from './pass-k.ts';

const found = {
  ...{ score: 'reward', group: 'task', threshold: 1, runs: 8, passed: 5, truncated: false },
  tasks: [{ group: '1', runs: 4, passed: 3 }],
  powers: [
    { k: 1, value: 0.625, tasks: 2 },
    { k: 2, value: 1 / 3, tasks: 2 },
    { k: 5, value: null, tasks: 0 },
  ],
};

test('each power in a line with how many tasks it is a mean over, and where the formula is from', () => {
  expect(passLines(found)).toEqual([
    'reward by task: 5 of 8 runs reach 1',
    'pass^1  0.625    of 2 tasks with 1 runs or more',
    'pass^2  0.333    of 2 tasks with 2 runs or more',
    'pass^5  unknown  of 0 tasks with 5 runs or more',
    'Mean over tasks of C(passed, k) / C(runs, k): tau-bench, arXiv 2406.12045',
  ]);
  expect(passLines({ ...found, truncated: true }).at(-1)).toContain('more tasks');
});

test('no runs are told as such, not as 0', () => {
  expect(passLines({ ...found, runs: 0 })).toEqual(['No run carries a score "reward" that names a "task".']);
});
