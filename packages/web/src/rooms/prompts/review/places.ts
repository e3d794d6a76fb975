import type { PromptComment, VersionDiff } from 'signalbox/contract/prompts';

/**
 * Which message of the newer version a pair of a comparison is: pairs in which a message is gone do not count. null = the text of
 * a text prompt; undefined = nothing of the newer version stands there.
 */
export function placeOfBody(bodies: VersionDiff['bodies'], at: number): number | null | undefined {
  const body = bodies[at];
  if (body === undefined || body.message === null) return body === undefined ? undefined : null;
  if (body.rightRole === null) return undefined;
  return bodies.slice(0, at).filter((one) => one.rightRole !== null).length;
}

/** Is it about a line? */
export const placed = ({ toLine }: Pick<PromptComment, 'toLine'>): boolean => toLine !== null;

/** What was said of this line: each comment stands below the last line it is about. */
export const commentsAt = (comments: readonly PromptComment[], message: number | null, line: number): PromptComment[] =>
  comments.filter((one) => one.message === message && one.toLine === line);
