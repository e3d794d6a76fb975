import { expect, test } from 'vitest';
import { readSqlSearch } from './search.ts';

test('the statement of an address is kept as it is, and only a text is one', () => {
  expect(readSqlSearch({ q: ' SELECT 1\n' })).toEqual({ q: ' SELECT 1\n' });
  for (const q of [undefined, '', 1, true, null, ['SELECT 1'], { a: 'SELECT 1' }])
    expect(readSqlSearch({ q })).toEqual({ q: undefined });
});

test('one that is too long is never cut to one that would be run', () => {
  const whole = `SELECT count() FROM runs ${' '.repeat(19_975)}`;
  expect(whole).toHaveLength(20_000);
  expect(readSqlSearch({ q: whole }).q).toBe(whole);
  // The condition behind it is lost, so the server must refuse what is left.
  expect(readSqlSearch({ q: `${whole}WHERE agent = 'clerk'` }).q!.length).toBeGreaterThan(20_000);
  expect(readSqlSearch({ q: 'x'.repeat(1_000_000) }).q!.length).toBeLessThan(21_000);
});
