import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Part, Row } from '../contract.ts';
import { diffWords, sideBySide } from './text-diff.ts';

const joined = (parts: readonly Part[], kind: 'removed' | 'added'): string =>
  parts
    .filter((part) => part.kind === 'same' || part.kind === kind)
    .map((part) => part.text)
    .join('');
const sideOf = (rows: readonly Row[], side: 'left' | 'right'): string =>
  rows.flatMap((row) => (row[side] === null ? [] : [row[side].parts.map((part) => part.text).join('')])).join('\n');
const numbers = (rows: readonly Row[], side: 'left' | 'right'): number[] =>
  rows.flatMap((row) => row[side]?.line ?? []);

const texts = fc
  .array(fc.constantFrom('refund', 'the', ' ', '\n', '{{', '}}', 'é', '漢字', '.', '\t', '😀'), { maxLength: 40 })
  .map((words) => words.join(''));

describe('words', () => {
  test('a changed word is one part removed and one added', () => {
    expect(diffWords('Refund the order.', 'Refund that order.')).toEqual([
      { kind: 'same', text: 'Refund ' },
      { kind: 'removed', text: 'the' },
      { kind: 'added', text: 'that' },
      { kind: 'same', text: ' order.' },
    ]);
  });

  test('both sides can be read off the parts, whatever the texts', () => {
    fc.assert(
      fc.property(texts, texts, (left, right) => {
        const parts = diffWords(left, right);
        expect(joined(parts, 'removed')).toBe(left);
        expect(joined(parts, 'added')).toBe(right);
      }),
    );
  });

  test('no two neighbours are of one kind', () => {
    fc.assert(
      fc.property(texts, texts, (left, right) => {
        const kinds = diffWords(left, right).map((part) => part.kind);
        expect(kinds.some((kind, at) => at > 0 && kinds[at - 1] === kind)).toBe(false);
      }),
    );
  });
});

describe('side by side', () => {
  test('a changed line stands beside what it became, an added one beside nothing', () => {
    expect(sideBySide('a b\nc', 'a d\nc\ne')).toEqual([
      {
        left: { line: 1, parts: [part('same', 'a '), part('removed', 'b')] },
        right: { line: 1, parts: [part('same', 'a '), part('added', 'd')] },
      },
      { left: { line: 2, parts: [part('same', 'c')] }, right: { line: 2, parts: [part('same', 'c')] } },
      { left: null, right: { line: 3, parts: [part('added', 'e')] } },
    ]);
  });

  test('each side read from top to bottom is its text, with its lines numbered', () => {
    fc.assert(
      fc.property(texts, texts, (left, right) => {
        const rows = sideBySide(left, right);
        expect(sideOf(rows, 'left')).toBe(left);
        expect(sideOf(rows, 'right')).toBe(right);
        expect(numbers(rows, 'left')).toEqual(left.split('\n').map((_, at) => at + 1));
        expect(numbers(rows, 'right')).toEqual(right.split('\n').map((_, at) => at + 1));
      }),
    );
  });

  test('the left never shows what was added, the right never what was removed', () => {
    fc.assert(
      fc.property(texts, texts, (left, right) => {
        const rows = sideBySide(left, right);
        expect(rows.some((row) => row.left?.parts.some((one) => one.kind === 'added'))).toBe(false);
        expect(rows.some((row) => row.right?.parts.some((one) => one.kind === 'removed'))).toBe(false);
      }),
    );
  });
});

function part(kind: Part['kind'], text: string): Part {
  return { kind, text };
}
