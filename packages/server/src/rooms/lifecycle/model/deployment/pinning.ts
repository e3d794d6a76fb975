import type { Candidate } from './deployment.ts';

/** One change of what a place serves, as its history tells it. `at` in Unix milliseconds. */
export type Step = {
  readonly at: number;
  readonly isRollback: boolean;
  readonly releaseId: string;
  readonly candidate: Candidate | null;
};

/** How long a conversation may hold on to what it began with, milliseconds. */
export const longestPin = 24 * 3_600_000;

/** Which of the steps, oldest first, held at `since`; null = none, or not to be held on to any more. Clocks of nodes differ: the last one counts. */
export function stepAt(steps: readonly Step[], { since, now }: { since: number; now: number }): number | null {
  if (!(since <= now && now - since <= longestPin)) return null;
  const at = steps.findLastIndex((one) => one.at <= since);
  return at === -1 ? null : at;
}

/**
 * Was a release, which step `from` served, taken back after it? A rollback takes back what was served then, and all that was served
 * first after the release it goes to. Where that one is older than the steps, it takes back all of them.
 */
export function isTakenBack(steps: readonly Step[], from: number, releaseId: string): boolean {
  let past: readonly string[] = [];
  for (let n = from + 1; n < steps.length; n++) {
    const [before, step] = [steps[n - 1]!, steps[n]!];
    const here = [before.releaseId, ...past];
    const back = here.indexOf(step.releaseId);
    if (!step.isRollback) {
      past = before.releaseId === step.releaseId ? past : here.filter((one) => one !== step.releaseId);
      continue;
    }
    const gone = [...(back === -1 ? here : here.slice(0, back)), before.candidate?.releaseId];
    if (gone.includes(releaseId) && step.releaseId !== releaseId) return true;
    past = back === -1 ? [] : here.slice(back + 1);
  }
  return false;
}
