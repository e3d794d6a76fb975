import { expect, test } from 'vitest';
import { Problem } from './api.ts';
import { beyondFields, exactFieldError, fieldError } from './field-errors.ts';

const fields = [
  { path: 'remote', message: 'is no address' },
  { path: 'author.email', message: 'is no e-mail address' },
];
const refused = new Problem(422, { title: 'Invalid', fields });

test.each([
  ['remote', 'is no address'],
  ['author.email', 'is no e-mail address'],
  ['author', 'is no e-mail address'],
  ['auth', undefined],
  ['branch', undefined],
])('at %s: %s', (path, said) => {
  expect(fieldError(refused, path)).toBe(said);
});

test('of a list alone, not of what stands in it', () => {
  expect(exactFieldError(refused, 'author')).toBeUndefined();
  expect(exactFieldError(refused, 'author.email')).toBe('is no e-mail address');
  expect(exactFieldError(null, 'author')).toBeUndefined();
});

test('what stands at fields is not said again; what stands at none is', () => {
  expect(beyondFields(refused, ['remote', 'author'])).toBeNull();
  expect(beyondFields(refused, ['remote'])).toBe(refused);
  const other = new Problem(403, { title: 'Denied' });
  expect(beyondFields(other, ['remote'])).toBe(other);
  expect(beyondFields(null, [])).toBeNull();
  expect(fieldError(new TypeError('x'), 'remote')).toBeUndefined();
});
