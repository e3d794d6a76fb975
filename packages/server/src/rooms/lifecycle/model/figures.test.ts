import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Figures } from '../contract.ts';
import { completionOf } from './figures.ts';

type Counts = [completed: number, failed: number, passed: number, abandoned: number, unknown: number];
/** Only counts are read; unknown ones are there to be left alone. */
function outcomes([completed, failed, passedToPerson, abandoned, unknown]: Counts): Pick<Figures, 'outcomes'> {
  const of = (count: number) => ({ count, costUsd: null });
  return {
    outcomes: {
      completed: of(completed),
      failed: of(failed),
      passedToPerson: of(passedToPerson),
      abandoned: of(abandoned),
      unknown: of(unknown),
    },
  } as unknown as Pick<Figures, 'outcomes'>;
}

describe('completion', () => {
  test.each<[Counts, number | null]>([
    [[0, 0, 0, 0, 0], null],
    [[0, 0, 0, 0, 9], null],
    [[1, 0, 0, 0, 0], 1],
    [[0, 1, 0, 0, 0], 0],
    [[1, 1, 1, 1, 0], 0.25],
    [[1, 1, 1, 1, 1_000], 0.25],
    [[3, 0, 1, 0, 0], 0.75],
    [[3, 0, 0, 1, 0], 0.75],
  ])('of %j is %s', (counts, completion) => expect(completionOf(outcomes(counts))).toBe(completion));

  test('does not move when more of it becomes unknown, and lies between none and all', () => {
    const count = fc.nat(1_000_000);
    fc.assert(
      fc.property(fc.tuple(count, count, count, count), count, ([a, b, c, d], unknown) => {
        const completion = completionOf(outcomes([a, b, c, d, 0]));
        expect(completionOf(outcomes([a, b, c, d, unknown]))).toBe(completion);
        if (completion !== null) expect(completion >= 0 && completion <= 1).toBe(true);
        expect(completion === null).toBe(a + b + c + d === 0);
      }),
    );
  });
});
