import { expect, test } from 'vitest';
import { AppError } from '../../../spine/errors.ts';
import { failureOf } from './failure.ts';

const engine = (code: string, type: string, message: string): AppError =>
  new AppError('warehouse.failed', { cause: Object.assign(new Error(message), { code, type }) });
const said = (error: unknown): string => (failureOf(error) as Error).message;

test('what the engine says of the statement is told, up to where it quotes it', () => {
  const scope =
    "Illegal type String of argument of function plus. In scope SELECT x FROM runs WHERE workspace_id = 'wsp_1'";
  expect(said(engine('43', 'ILLEGAL_TYPE_OF_ARGUMENT', scope))).toBe(
    'Illegal type String of argument of function plus',
  );
  const maybe = "Unknown expression identifier 'x'. Maybe you meant: ['workspace_id']";
  expect(said(engine('47', 'UNKNOWN_IDENTIFIER', maybe))).toBe("Unknown expression identifier 'x'");
});

test('what it says of a value is not: it may be of a row that was left out', () => {
  const value = "Cannot parse string 'SECRET' as UInt64";
  expect(said(engine('6', 'CANNOT_PARSE_TEXT', value))).toBe(
    'A value does not fit what is done with it (CANNOT_PARSE_TEXT).',
  );
  expect(said(engine('36', 'BAD_ARGUMENTS', 'SECRET'))).not.toContain('SECRET');
});

test('what is not of the statement stays as it is', () => {
  const limit = new AppError('warehouse.limit', { params: { limit: 'time' } });
  const lost = new AppError('warehouse.failed', { cause: new Error('gone') });
  const defect = new TypeError('x');
  for (const error of [limit, lost, defect]) expect(failureOf(error)).toBe(error);
});
