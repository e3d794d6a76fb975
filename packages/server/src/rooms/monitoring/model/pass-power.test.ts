import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { passPowers, type TaskTrials } from './pass-power.ts';

const values = (tasks: readonly TaskTrials[], most = 4) => passPowers(tasks, most).map(({ value }) => value);
const task = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 9 }))
  .map(([runs, passed]) => ({ runs, passed: Math.min(runs, passed) }));

/** Every way to draw k of the runs, counted one by one. */
function drawn({ runs, passed }: TaskTrials, k: number): number {
  const results = Array.from({ length: runs }, (_, index) => index < passed);
  let [all, ways] = [0, 0];
  const draw = (from: number, left: number, good: boolean): void => {
    if (left === 0) {
      ways++;
      if (good) all++;
      return;
    }
    for (let at = from; at <= runs - left; at++) draw(at + 1, left - 1, good && results[at]!);
  };
  draw(0, k, true);
  return all / ways;
}

describe('pass^k', () => {
  test.each([
    [0, [0, 0, 0, 0]],
    [1, [1 / 4, 0, 0, 0]],
    [2, [1 / 2, 1 / 6, 0, 0]],
    [3, [3 / 4, 1 / 2, 1 / 4, 0]],
    [4, [1, 1, 1, 1]],
  ])('of four runs of which %i passed', (passed, expected) => {
    for (const [at, value] of values([{ runs: 4, passed }]).entries()) expect(value).toBeCloseTo(expected[at]!, 12);
  });

  test('is the share of draws in which all pass, as a mean over tasks', () => {
    fc.assert(
      fc.property(fc.array(task, { minLength: 1, maxLength: 6 }), (tasks) => {
        for (const { k, value, tasks: n } of passPowers(tasks, 4)) {
          const told = tasks.filter(({ runs }) => runs >= k);
          expect(n).toBe(told.length);
          if (told.length === 0) expect(value).toBeNull();
          else expect(value).toBeCloseTo(told.reduce((sum, one) => sum + drawn(one, k), 0) / told.length, 12);
        }
      }),
    );
  });

  test('never rises with k where all tasks have as many runs', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 20 }), (passed) => {
        const found = values(passed.map((one) => ({ runs: 5, passed: one }))) as number[];
        expect(found).toEqual(found.toSorted((a, b) => b - a));
      }),
    );
  });

  test('is unknown where there are too few runs, never 0', () => {
    expect(values([])).toEqual([null, null, null, null]);
    expect(values([{ runs: 2, passed: 1 }])).toEqual([0.5, 0, null, null]);
  });

  test('holds for more runs than factorials do', () => {
    const [one, two] = values([{ runs: 4000, passed: 2000 }], 2);
    expect([one, two!.toFixed(6)]).toEqual([0.5, ((0.5 * 1999) / 3999).toFixed(6)]);
  });
});
