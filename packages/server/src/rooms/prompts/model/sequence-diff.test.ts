import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffSequences, type Step } from './sequence-diff.ts';

const side = (steps: readonly Step[], kind: 'removed' | 'added'): string[] =>
  steps.filter((step) => step.kind === 'same' || step.kind === kind).map((step) => step.text);
const changes = (steps: readonly Step[]): number => steps.filter((step) => step.kind !== 'same').length;

const letters = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 30 });

test('a way from left to right: what is the same or removed is the left, what is the same or added the right', () => {
  fc.assert(
    fc.property(letters, letters, (left, right) => {
      const steps = diffSequences(left, right);
      expect(side(steps, 'removed')).toEqual(left);
      expect(side(steps, 'added')).toEqual(right);
    }),
    { numRuns: 500 },
  );
});

test('the way is the shortest, by the longest common subsequence', () => {
  fc.assert(
    fc.property(letters, letters, (left, right) => {
      const common = longestCommon(left, right);
      expect(changes(diffSequences(left, right))).toBe(left.length + right.length - 2 * common);
    }),
    { numRuns: 300 },
  );
});

test('equal sides have no changes, empty sides are all added or removed', () => {
  expect(changes(diffSequences(['a', 'b'], ['a', 'b']))).toBe(0);
  expect(diffSequences([], ['a'])).toEqual([{ kind: 'added', text: 'a' }]);
  expect(diffSequences(['a'], [])).toEqual([{ kind: 'removed', text: 'a' }]);
  expect(diffSequences([], [])).toEqual([]);
});

test('two large texts that share nothing are replaced in bounded time, and a shared frame stays', () => {
  const many = (letter: string): string[] => Array.from({ length: 20_000 }, (_, n) => `${letter}${n}`);
  const began = performance.now();
  const steps = diffSequences(['start', ...many('a'), 'end'], ['start', ...many('b'), 'end']);
  expect(performance.now() - began).toBeLessThan(5_000);
  expect(steps[0]).toEqual({ kind: 'same', text: 'start' });
  expect(steps.at(-1)).toEqual({ kind: 'same', text: 'end' });
  expect(changes(steps)).toBe(40_000);
});

/** The table of the textbook: another way to the same length. */
function longestCommon(a: readonly string[], b: readonly string[]): number {
  const table = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++)
      table[i]![j] = a[i - 1] === b[j - 1] ? table[i - 1]![j - 1]! + 1 : Math.max(table[i - 1]![j]!, table[i]![j - 1]!);
  return table[a.length]![b.length]!;
}
