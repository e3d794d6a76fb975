import type { Sync } from 'signalbox/contract/prompts/sync';

const states: Record<Sync['state'], string> = {
  waiting: 'Waits for its turn',
  working: 'Working',
  in_step: 'In step',
  conflicts: 'Conflicts',
  failed: 'Failed',
};
const directions: Record<Sync['direction'], string> = {
  pull: 'from git to here',
  push: 'from here to git',
  both: 'both ways',
};

/** "Working, 12 of 40". */
export const stateWords = ({ state, progress }: Pick<Sync, 'state' | 'progress'>): string =>
  progress === null ? states[state] : `${states[state]}, ${progress.done} of ${progress.total}`;

/** "main/prompts, both ways, written in git". */
export function placeWords({
  branch,
  path,
  direction,
  owner,
}: Pick<Sync, 'branch' | 'path' | 'direction' | 'owner'>): string {
  const place = path === '' ? branch : `${branch}/${path}`;
  return `${place}, ${directions[direction]}, ${owner === 'git' ? 'written in git' : 'written here'}`;
}

export const directionChoices = [
  { value: 'both', label: 'Both ways' },
  { value: 'pull', label: 'From git to here' },
  { value: 'push', label: 'From here to git' },
];
export const ownerChoices = [
  { value: 'signalbox', label: 'Here and in git' },
  { value: 'git', label: 'In git; here only patches' },
];
