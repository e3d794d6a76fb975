import { describe, expect, test } from 'vitest';
import { Problem } from './api.ts';
import { asksCode, isCodeNeeded, problemOf } from './sign-in-problems.ts';

describe('what the identity provider came back with', () => {
  test.each([
    ['access.no_group', 'No access here yet'],
    ['access.address_unproven', 'Whose address is this?'],
    ['access.person_disabled', 'Disabled here'],
    ['access.visit_expired', 'Begin again'],
    ['access.provider_failed', 'The identity provider did not answer as it should'],
  ])('%s is “%s”, and says what to do', (code, title) => {
    const problem = problemOf(code);
    expect(problem).toMatchObject({ code, title });
    expect(problem.message).toMatch(/(Ask|Try|begun) /);
  });

  // The code stands in the address, where anybody may write anything.
  test.each(['', 'access.unknown', 'constructor', '__proto__', 'toString', '<b>x</b>'])(
    '%j says that it failed, and nothing of itself',
    (code) => {
      const { title, message } = problemOf(code);
      expect([title, message]).toEqual(['Sign-in failed', 'Begin again.']);
    },
  );
});

describe('whether the code of the app is asked', () => {
  const problem = (code: string) => new Problem(401, { code, title: 't' });

  test('it is when the password was right, and goes on being while codes are wrong', () => {
    expect(
      ['access.code_needed', 'access.code_wrong', 'access.throttled'].map((code) => asksCode(problem(code))),
    ).toEqual([true, true, true]);
    expect(isCodeNeeded(problem('access.code_needed'))).toBe(true);
    expect(isCodeNeeded(problem('access.code_wrong'))).toBe(false);
  });

  test('it is not where anything else went wrong, nor before', () => {
    for (const error of [null, undefined, new Error('access.code_needed'), problem('access.sign_in_failed'), 'x'])
      expect([asksCode(error), isCodeNeeded(error)]).toEqual([false, false]);
  });
});
