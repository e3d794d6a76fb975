import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvRows } from './csv.ts';

const cells = (text: string): string[][] => csvRows(text).map((row) => row.cells);

test.each([
  [
    'a,b\n1,2\n',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'a,b\r\n1,2',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  ['\ufeffa, b \n', [['a', 'b']]],
  ['a,"x, ""y""\nz"\n', [['a', 'x, "y"\nz']]],
  [
    'a,\n,b',
    [
      ['a', ''],
      ['', 'b'],
    ],
  ],
  ['a,', [['a', '']]],
  ['a\n\n,\nb', [['a'], ['b']]],
  ['', []],
])('%j', (text, rows) => {
  expect(cells(text)).toEqual(rows);
});

test('rows know the line they begin in, however many lines they take', () => {
  expect(csvRows('h\n"two\nlines"\nlast').map((row) => row.line)).toEqual([1, 2, 4]);
});

test.each(['a,"b', 'x"y,z', '"a"b'])('%j is refused with its line', (text) => {
  expect(() => csvRows(`head\n${text}`)).toThrow('Line 2: a quotation mark stands alone.');
});

test('whatever is quoted comes back as it was', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', 'é') });
  const row = fc.array(cell, { minLength: 1, maxLength: 4 }).filter((all) => all.some((one) => one !== ''));
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  fc.assert(
    fc.property(fc.array(row, { maxLength: 5 }), (rows) => {
      expect(cells(rows.map((one) => one.map(quoted).join(',')).join('\n'))).toEqual(rows);
    }),
  );
});
