import { Problem } from './api.ts';

/** What a sign-in through the identity provider came back with, by the code in the address; its text never stands there. */
const words: Record<string, [title: string, detail: string]> = {
  'access.no_group': [
    'No access here yet',
    'The identity provider knows you, but none of your groups gives anything here. Ask a workspace admin.',
  ],
  'access.address_unproven': [
    'Whose address is this?',
    'The identity provider names no verified e-mail address, or one that belongs to another person here. Ask a workspace admin.',
  ],
  'access.person_disabled': ['Disabled here', 'You are disabled in this workspace. Ask a workspace admin.'],
  'access.visit_expired': ['Begin again', 'This sign-in was begun in another browser, or more than ten minutes ago.'],
  'access.provider_failed': [
    'The identity provider did not answer as it should',
    'Try again; if it stays, ask who runs it. Whoever runs this machine can make you a link meanwhile.',
  ],
};

export function problemOf(code: string): Problem {
  // The code stands in the address: "constructor" is no code.
  const [title, detail] = (Object.hasOwn(words, code) && words[code]) || ['Sign-in failed', 'Begin again.'];
  return new Problem(400, { code, title, detail });
}

const codeOf = (error: unknown): string => (error instanceof Problem ? error.code : '');

/** The password or link is right; the app is asked. */
export const isCodeNeeded = (error: unknown): boolean => codeOf(error) === 'access.code_needed';
export const asksCode = (error: unknown): boolean =>
  ['access.code_needed', 'access.code_wrong', 'access.throttled'].includes(codeOf(error));
