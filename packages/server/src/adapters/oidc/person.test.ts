import { expect, test } from 'vitest';
import { personOf } from './person.ts';

test.each([
  [{ sub: 's', email: 'a@example.com', email_verified: true, groups: ['a', 'b'] }, ['a', 'b'], true],
  [{ sub: 's', email: 'a@example.com', email_verified: 'true', groups: 'a b,c' }, ['a', 'b', 'c'], true],
  [{ sub: 's', email: 'a@example.com', email_verified: false, groups: [1, 'a', null] }, ['a'], false],
  [{ sub: 's', email: 'a@example.com', groups: { a: 1 } }, [], false],
])('claims %j', (claims, groups, emailVerified) => {
  expect(personOf(claims, 'groups')).toMatchObject({ subject: 's', email: 'a@example.com', groups, emailVerified });
});

test('what is not told is null; groups stand under the name they have there', () => {
  expect(personOf({ sub: 7, email: ' ', name: '', 'cognito:groups': ['x'] }, 'cognito:groups')).toEqual({
    ...{ subject: '7', email: null, emailVerified: false, name: null, groups: ['x'] },
  });
  expect(personOf({ sub: 's', preferred_username: 'ada' }, 'groups').name).toBe('ada');
});
