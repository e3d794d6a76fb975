import type { SetSync, Sync } from 'signalbox/contract/prompts/sync';

/** A sync as its form has it. `secret`: only what is typed now; what is kept is never read. */
export type SyncDraft = {
  teamId: string;
  folder: string;
  remote: string;
  branch: string;
  path: string;
  direction: SetSync['direction'];
  owner: SetSync['owner'];
  authorName: string;
  authorEmail: string;
  credential: 'keep' | 'none' | 'new';
  user: string;
  secret: string;
};

export const newDraft = (teamId: string): SyncDraft => ({
  ...{ teamId, folder: '', remote: '', branch: 'main', path: '', direction: 'both', owner: 'signalbox' },
  ...{ authorName: 'Signalbox', authorEmail: '', credential: 'none', user: '', secret: '' },
});

export const draftOf = ({ author, hasCredential, ...sync }: Sync): SyncDraft => ({
  ...{ teamId: sync.teamId, folder: sync.folder, remote: sync.remote, branch: sync.branch, path: sync.path },
  ...{ direction: sync.direction, owner: sync.owner, authorName: author.name, authorEmail: author.email },
  ...{ credential: hasCredential ? 'keep' : 'none', user: '', secret: '' },
});

/** A credential is for https alone: ssh uses the server's own key. */
export const takesCredential = ({ remote }: Pick<SyncDraft, 'remote'>): boolean => remote.trim().startsWith('https://');

/** What is sent. What is kept of a credential is left out, which keeps it. */
export function syncOfDraft(draft: SyncDraft): SetSync {
  const { teamId, direction, owner } = draft;
  const given = takesCredential(draft) ? draft.credential : 'none';
  return {
    ...{ teamId, direction, owner, folder: slashless(draft.folder), path: slashless(draft.path) },
    ...{ remote: draft.remote.trim(), branch: draft.branch.trim() },
    author: { name: draft.authorName.trim(), email: draft.authorEmail.trim() },
    ...(given === 'none' ? { credential: null } : {}),
    ...(given === 'new' ? { credential: { user: draft.user.trim(), secret: draft.secret } } : {}),
  };
}

/** What is missing before it can be sent; null = nothing. */
export function lacks(draft: SyncDraft): string | null {
  if (draft.remote.trim() === '') return 'The address of the repository is missing.';
  if (draft.authorName.trim() === '' || draft.authorEmail.trim() === '') return 'Commits need an author.';
  if (draft.owner === 'git' && draft.direction === 'push')
    return 'What is written in git is not pushed: take “from git to here” or “both ways”.';
  if (takesCredential(draft) && draft.credential === 'new' && (draft.user.trim() === '' || draft.secret === ''))
    return 'The credential is not complete.';
  return null;
}

const slashless = (path: string): string => path.trim().replaceAll(/^\/+|\/+$/g, '');
