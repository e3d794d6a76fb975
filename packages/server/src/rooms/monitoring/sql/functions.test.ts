import { expect, test } from 'vitest';
import { functionNames, functionOf, takesLambda } from './functions.ts';
import { views } from './views.ts';

test('functions are found whatever the case, as the engine spells them, by other names too', () => {
  for (const name of functionNames)
    for (const written of [name, name.toLowerCase(), name.toUpperCase()])
      expect([written, functionOf(written)?.name]).toEqual([written, name]);
  expect(functionOf('Date_Trunc')?.name).toBe('dateTrunc');
  expect(functionOf('DATEDIFF')?.name).toBe('dateDiff');
  expect(functionOf('sumif')).toEqual({ name: 'sumIf', kind: 'aggregate' });
});

test('what every object has, parts of names and nothing are no functions', () => {
  for (const name of ['', ' ', 'constructor', '__proto__', 'toString()', 'su', 'sum ', 'sumOrNull', 'sumMerge', 'ifIf'])
    expect([name, functionOf(name)]).toEqual([name, null]);
});

test('nothing is allowed that reaches out, waits, keeps, or makes much of little', () => {
  const never =
    /sleep|file|url|s3|remote|dict|joinGet|setting|user|host|version|database|uuid|rand|generate|repeat|space|^range|pad|resize|withConstant|throw|State$|Merge$|Simple|reinterpret|crypt|decompress|macro|server|query|column|materialize|ignore|eval|format(row|query)|initialize|array(reduce|fold)|log.*comment/i;
  expect(functionNames.filter((name) => never.test(name) && !/^simpleLinearRegression/.test(name))).toEqual([]);
  expect(functionNames.every((name) => /^[a-z]\w*$/i.test(name))).toBe(true);
  expect(functionNames.filter(takesLambda).length).toBeGreaterThan(8);
});

test('tables tell columns each once, by names that need no quotes, and never where rows are bound', () => {
  for (const { name, columns, time, stored } of views.values()) {
    const own = columns.map((column) => column.name);
    expect([name, new Set(own).size]).toEqual([name, own.length]);
    expect(own).toContain(time.column);
    for (const column of columns) {
      expect(column.name).toMatch(/^[a-z][a-z_0-9]*$/);
      expect(column.name).not.toMatch(/^(workspace_id|is_deleted|version|bucket|key_id|x__)/);
      expect(column.about.length).toBeGreaterThan(3);
      // Null is what those read who may not read it.
      if (column.content === true) expect([column.name, column.type]).toEqual([column.name, 'Nullable(String)']);
      // Names of the row alone: a column that was bare could be one of somebody else's.
      expect(column.sql.replaceAll(/'[^']*'/g, '')).toMatch(/\bt\./);
    }
    expect(stored).toMatch(/^\w+$/);
  }
});
