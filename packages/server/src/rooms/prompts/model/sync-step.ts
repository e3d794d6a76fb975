/** Digests of what one prompt says: when both sides were last alike, in git, and here. null = it is not there. */
export type Sides = { base: string | null; there: string | null; here: string | null };
export type SyncRules = { direction: 'pull' | 'push' | 'both'; owner: 'git' | 'signalbox' };
/** `agreed`: both say the same, which is the new base. `pull` and `push` also carry that one side is gone. */
export type SyncStep = 'nothing' | 'agreed' | 'pull' | 'push' | 'conflict';

/** What a sync does with one prompt. What both changed, or what the direction cannot carry, is for a person to choose. */
export function syncStep({ base, there, here }: Sides, { direction, owner }: SyncRules): SyncStep {
  if (there === here) return there === base ? 'nothing' : 'agreed';
  const [changedThere, changedHere] = [there !== base, here !== base];
  if (changedThere && changedHere) {
    // On one side there is nothing to lose.
    if (here === null) return direction === 'push' ? 'nothing' : 'pull';
    if (there === null) return direction === 'pull' || owner === 'git' ? 'nothing' : 'push';
    return 'conflict';
  }
  if (changedThere) {
    if (direction !== 'push') return 'pull';
    // Git says something that is not ours to overwrite; what we never knew of is not ours at all.
    return base === null ? 'nothing' : 'conflict';
  }
  return direction === 'pull' || owner === 'git' ? 'nothing' : 'push';
}
