import type { Sync } from 'signalbox/contract/prompts/sync';
import { expect, test } from 'vitest';
import { draftOf, lacks, newDraft, type SyncDraft, syncOfDraft, takesCredential } from './sync-draft.ts';

const full = (over: Partial<SyncDraft> = {}): SyncDraft => ({
  ...newDraft('tea_1'),
  ...{ remote: 'https://git.example/p.git', authorEmail: 'p@example.com' },
  ...over,
});
const kept: Sync = {
  ...{ id: 'psy_1', teamId: 'tea_1', folder: 'support', remote: 'https://git.example/prompts.git', branch: 'main' },
  ...{ path: 'prompts', direction: 'pull', owner: 'git', author: { name: 'Signalbox', email: 's@example.com' } },
  ...{ hasCredential: true, state: 'in_step', progress: null, wantedAt: null, endedAt: null, commit: null },
  ...{ error: null, pulled: 0, pushed: 0, conflicts: [], problems: [] },
};

test('what is kept comes back as it was, and its credential is neither read nor sent', () => {
  const draft = draftOf(kept);
  expect(draft).toMatchObject({ credential: 'keep', user: '', secret: '' });
  const { teamId, folder, remote, branch, path, direction, owner, author } = kept;
  expect(syncOfDraft(draft)).toEqual({ teamId, folder, remote, branch, path, direction, owner, author });
});

test.each([
  [{ credential: 'none' }, null],
  [
    { credential: 'new', user: ' bot ', secret: ' s3 ' },
    { user: 'bot', secret: ' s3 ' },
  ],
  [{ credential: 'new', remote: 'ssh://git@git.example/p.git', user: 'bot', secret: 's' }, null],
] as const)('%j is sent as %j', (over, credential) => {
  expect(syncOfDraft(full(over)).credential).toEqual(credential);
});

test('slashes at the ends of folders are nobody’s intention', () => {
  expect(syncOfDraft(full({ folder: '/support/eu/ ', path: ' prompts/' }))).toMatchObject({
    ...{ folder: 'support/eu', path: 'prompts' },
  });
});

test.each([
  [{}, null],
  [{ remote: ' ' }, 'address'],
  [{ authorEmail: '' }, 'author'],
  [{ owner: 'git', direction: 'push' }, 'not pushed'],
  [{ credential: 'new', user: 'bot' }, 'not complete'],
  [{ credential: 'new', user: 'bot', secret: 'x' }, null],
  [{ credential: 'new', remote: '/srv/p.git' }, null],
] as const)('%j lacks %s', (over, said) => {
  const found = lacks(full(over));
  if (said === null) expect(found).toBeNull();
  else expect(found).toContain(said);
});

test.each([
  ['https://git.example/p.git', true],
  ['ssh://git@git.example/p.git', false],
  ['/srv/p.git', false],
])('%s takes a credential: %s', (remote, takes) => {
  expect(takesCredential({ remote })).toBe(takes);
});
