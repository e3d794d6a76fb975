import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changesOf, type DiffRow, isSame, rowsOfText, stretchesOf } from './diff-rows.ts';

const changed: DiffRow = {
  left: { line: 1, parts: [{ kind: 'removed', text: 'a' }] },
  right: { line: 1, parts: [{ kind: 'added', text: 'b' }] },
};
const added: DiffRow = { left: null, right: { line: 1, parts: [{ kind: 'added', text: 'b' }] } };
const removed: DiffRow = { left: { line: 1, parts: [{ kind: 'same', text: 'a' }] }, right: null };
const [same] = rowsOfText('x') as [DiffRow];
const rows = (...counts: (number | DiffRow)[]): DiffRow[] =>
  counts.flatMap((one) => (typeof one === 'number' ? Array.from({ length: one }, () => same) : [one]));
const shape = (of: readonly DiffRow[], keep?: (row: DiffRow) => boolean): string =>
  stretchesOf(of, keep)
    .map((one) => `${one.folded ? '-' : '+'}${one.rows.length}`)
    .join(' ');

test('a line is the same only where both sides stand and nothing in them changed', () => {
  expect([same, changed, added, removed].map(isSame)).toEqual([true, false, false, false]);
});

test.each([
  ['nothing changed: all of it', rows(50), '+50'],
  ['nothing at all', [], '+0'],
  ['three lines around each change stay', rows(10, changed, 10), '-7 +7 -7'],
  ['at the beginning and at the end', rows(changed, 20, added), '+4 -14 +4'],
  ['two changes near each other', rows(changed, 5, removed), '+7'],
  ['folding three lines saves nothing', rows(changed, 9, changed), '+4 +3 +4'],
  ['four it does', rows(changed, 10, changed), '+4 -4 +4'],
])('%s', (_, of, expected) => {
  expect(shape(of)).toBe(expected);
});

test('a line that something stands below is kept as a changed one is', () => {
  const of = rows(30, changed);
  expect(shape(of, (row) => row === of[5])).toBe('+31');
  const lines = rowsOfText(Array.from({ length: 40 }, (_, at) => String(at)).join('\n'));
  expect(shape(lines, (row) => row.right?.line === 20)).toBe('-16 +7 -17');
});

test('no line is lost or moved by folding', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(same, changed, added, removed), { maxLength: 80 }), (of) => {
      const all = stretchesOf(of);
      expect(all.flatMap((one) => one.rows)).toEqual(of);
      expect(all.filter((one) => one.folded).every((one) => one.rows.every(isSame))).toBe(true);
    }),
  );
});

test('a text by itself is rows in which nothing changed', () => {
  const of = rowsOfText('a\n\nb');
  expect(of.map((row) => [row.left?.line, row.right?.parts[0]?.text])).toEqual([
    [1, 'a'],
    [2, ''],
    [3, 'b'],
  ]);
  expect(of.every(isSame)).toBe(true);
});

test('how much changed: a changed line is one that went and one that came', () => {
  expect(changesOf(rows(3, changed, added, removed, removed))).toEqual({ added: 2, removed: 3 });
  expect(changesOf(rowsOfText('x'))).toEqual({ added: 0, removed: 0 });
});
