/** Shortens an id in the middle, the prefix kept: "0af7651916cd…319c" → "0af7…319c", "key_0192ab…77" → "key_0192…ab77". */
export function shortId(id: string): string {
  const prefix = /^[a-z]{2,4}_/.exec(id)?.[0] ?? '';
  const rest = id.slice(prefix.length);
  return rest.length <= 12 ? id : `${prefix}${rest.slice(0, 4)}…${rest.slice(-4)}`;
}

/** A run's id is <trace>-<span>: both halves shortened. */
export const shortRunId = (id: string): string => id.split('-').map(shortId).join('-');

/** A release as a run told it: a digest is shortened like an id, a version stays. */
export const shortRelease = (release: string): string => (/^[0-9a-f]{64}$/.test(release) ? shortId(release) : release);
