import fc from 'fast-check';
import { expect, test } from 'vitest';
import { align } from './align.ts';

const of = (a: string, b: string): string =>
  align([...a], [...b])
    .map(([i, j]) => (i === null ? `+${b[j!]}` : j === null ? `-${a[i]}` : a[i]))
    .join(' ');

test.each([
  ['', '', ''],
  ['abc', 'abc', 'a b c'],
  ['abc', 'ac', 'a -b c'],
  ['ac', 'abc', 'a +b c'],
  ['abd', 'acd', 'a -b +c d'],
  ['', 'ab', '+a +b'],
  ['ab', '', '-a -b'],
  ['abab', 'ab', '-a -b a b'],
  ['mtmtm', 'mtm', '-m -t m t m'],
])('%j and %j', (a, b, aligned) => expect(of(a, b)).toBe(aligned));

const letters = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 });

test('each place of both stands once, in order, and only equal ones together', () => {
  fc.assert(
    fc.property(letters, letters, (a, b) => {
      const pairs = align(a, b);
      expect(pairs.flatMap(([i]) => (i === null ? [] : [i]))).toEqual(a.map((_, i) => i));
      expect(pairs.flatMap(([, j]) => (j === null ? [] : [j]))).toEqual(b.map((_, j) => j));
      for (const [i, j] of pairs) if (i !== null && j !== null) expect(a[i]).toBe(b[j]);
    }),
  );
});

/** The longest common subsequence, by trying all. */
const common = (a: readonly string[], b: readonly string[]): number => {
  if (a.length === 0 || b.length === 0) return 0;
  if (a[0] === b[0]) return 1 + common(a.slice(1), b.slice(1));
  return Math.max(common(a.slice(1), b), common(a, b.slice(1)));
};

test('no other alignment has more equal places', () => {
  const few = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 7 });
  fc.assert(
    fc.property(few, few, (a, b) => {
      expect(align(a, b).filter(([i, j]) => i !== null && j !== null)).toHaveLength(common(a, b));
    }),
  );
});

test('two thousand steps each take well under a second', () => {
  const a = Array.from({ length: 2000 }, (_, i) => `s${i % 7}`);
  const b = Array.from({ length: 2000 }, (_, i) => `s${i % 5}`);
  expect(align(a, b).length).toBeGreaterThanOrEqual(2000);
});
