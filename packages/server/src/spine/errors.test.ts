import { expect, test } from 'vitest';
import { catalogue, type ErrorCode } from './error-catalogue.ts';
import { AppError } from './errors.ts';

const codes = Object.keys(catalogue) as ErrorCode[];

test.each(codes)('%s: an area, a reason, an HTTP error and a sentence that ends', (code) => {
  const { status, title, detail } = catalogue[code];
  expect(code).toMatch(/^[a-z]+\.[a-z_]+$/);
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(600);
  expect(title).toMatch(/^[A-Z][^.]*$/);
  expect(title.length).toBeLessThan(48);
  // Whole sentences, or nothing but what the thrower says; a command at the end stands without a full stop, to be copied.
  expect(detail).toMatch(/^(\{\w+\}$|[A-Z{].*(\.|: signalbox [a-z -]+|\.{0}data directory>\/key\.)$)/);
});

test('is what it was thrown as: words with the parameters in them, status, fields, cause, a time to come back', () => {
  const cause = new Error('why');
  const fields = [{ path: 'name', message: 'too short' }];
  const error = new AppError('state.unavailable', { params: { seconds: 5 }, fields, retryAfterSeconds: 5, cause });
  expect(error).toMatchObject({ code: 'state.unavailable', status: 503, fields, retryAfterSeconds: 5, cause });
  expect(error.title).toBe('Control state is not reachable');
  expect(error.message).toContain('Try again in 5 s.');
  expect(error).toBeInstanceOf(Error);
  expect(error.name).toBe('AppError');
});

test('without options it has no fields, no cause, and no time', () => {
  const error = new AppError('access.denied', { params: { action: 'run.read' } });
  expect([error.fields, error.cause, error.retryAfterSeconds]).toEqual([[], undefined, undefined]);
  expect('cause' in error).toBe(false);
});

test('a parameter is put in as it is, also where it looks like another one', () => {
  const error = new AppError('access.conflict', { params: { what: 'A team "{noun}" $& $1' } });
  expect(error.message).toBe('A team "{noun}" $& $1 exists already. Choose another name.');
});
