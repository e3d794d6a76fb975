/** What people said of a group of failures, and whether it holds still. Times in Unix milliseconds. */
export type Said = {
  state: 'open' | 'resolved' | 'muted' | 'regressed';
  /** When it was said. */
  at: number;
  /** Of muting. */
  until: number | null;
  /** Resolved: the last release that has it; it may still be seen in that one and in older ones. */
  release: string | null;
};
export type FailureState = Said['state'];

/** Muting ends by itself. */
export function stateAt(said: Pick<Said, 'state' | 'until'> | null, now: number): FailureState {
  if (said === null) return 'open';
  return said.state === 'muted' && said.until !== null && said.until <= now ? 'open' : said.state;
}

/** `firstRun`: when its release was first run at all; null = its release is not known. */
export type SeenAgain = { at: number; release: string | null; firstRun: number | null };

/**
 * Is this the resolved failure, come back? Only what began after it was resolved counts: spans that arrive late do not. Where it was
 * resolved for a release, that one and those first run before it may still have it. An unknown release is no excuse.
 * @param resolvedFirstRun when the release it was resolved for was first run.
 */
export function regresses(said: Said, seen: SeenAgain, resolvedFirstRun: number | null): boolean {
  if (said.state !== 'resolved' || seen.at <= said.at) return false;
  if (said.release === null || seen.release === null) return true;
  if (seen.release === said.release) return false;
  return seen.firstRun === null || resolvedFirstRun === null || seen.firstRun > resolvedFirstRun;
}
