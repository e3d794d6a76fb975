import { expect, test } from 'vitest';
import { AppError } from '../spine/errors.ts';
import { errorText } from './error-text.ts';

test('an error of the catalogue is its sentence', () => {
  const error = new AppError('config.data_dir_in_use', { params: { path: '/data', pid: 7 } });
  expect(errorText(error)).toBe(`signalbox: ${error.message}`);
  expect(errorText(error)).toContain('/data belongs to process 7.');
});

test('a cause that says more is added, one that is said already is not', () => {
  const params = { seconds: 2 };
  const refused = new Error('connect ECONNREFUSED 127.0.0.1:5432');
  const away = new AppError('state.unavailable', { params, cause: refused });
  expect(errorText(away)).toBe(`signalbox: Control state is not reachable (${refused.message})`);
  const wrapped = new Error('ClickHouse at c:8123 cannot be used.', { cause: new AppError('warehouse.unavailable') });
  expect(errorText(wrapped)).toBe('signalbox: ClickHouse at c:8123 cannot be used.');
  const silent = Object.assign(new AggregateError([], ''), { code: 'ECONNREFUSED' });
  expect(errorText(new AppError('state.unavailable', { params, cause: silent }))).toMatch(/ \(ECONNREFUSED\)$/);
  const repeated = new Error(`It failed: ${refused.message}`, { cause: refused });
  expect(errorText(repeated)).toBe('signalbox: It failed: connect ECONNREFUSED 127.0.0.1:5432');
});

test('words of ours have no stack, what nobody foresaw has one', () => {
  expect(errorText(new Error('The warehouse is in use.'))).toBe('signalbox: The warehouse is in use.');
  const text = errorText(new TypeError('x is not a function'));
  expect(text).toContain('this is a defect');
  expect(text).toMatch(/x is not a function\n\s+at /);
  expect(errorText('thrown as text')).toBe('signalbox: thrown as text');
});
