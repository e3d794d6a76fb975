import { expect, test } from 'vitest';
import { answerCsv, cellText, isNumeric, refusalMark } from './answer.ts';

test('values are shown as they are, unknown apart', () => {
  expect([null, 'a', 1.5, true, ['x', 1]].map(cellText)).toEqual([null, 'a', '1.5', 'true', '["x",1]']);
  expect(['UInt64', 'Nullable(Float64)', 'String', 'Array(UInt8)', 'DateTime'].map(isNumeric)).toEqual([
    ...[true, true, false, false, false],
  ]);
});

test('CSV keeps commas, quotes, lists and formulas as text, numbers as numbers', () => {
  const columns = ['a', 'b "c"'].map((name) => ({ name, type: 'String' }));
  const rows = [
    ['=1+1', -2],
    [null, ['x', 'y']],
    ['1,2', 'line\nline'],
  ];
  expect(answerCsv({ columns, rows, truncated: false, elapsedMs: 3 })).toBe(
    'a,"b ""c"""\r\n\'=1+1,-2\r\n,"[""x"",""y""]"\r\n"1,2","line\nline"\r\n',
  );
});

test('a refusal stands at its line', () => {
  const fields = [{ path: 'sql.12', message: 'No.' }];
  expect(refusalMark({ message: '', fields }, 'SELECT a,\n  sleep(1)')).toEqual({ line: 2, sentence: 'Column 3: No.' });
  expect(refusalMark({ message: 'other', fields: [] }, 'SELECT')).toBeNull();
  expect(refusalMark(null, 'SELECT')).toBeNull();
});
