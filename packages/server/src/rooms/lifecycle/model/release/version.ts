import type { Part } from './change.ts';

type Version = readonly [number, number, number];

/** Semantic version without more: 2.10.3. null = it is none. */
export function parseVersion(text: string): Version | null {
  const match = /^(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})$/.exec(text);
  return match === null ? null : [Number(match[1]), Number(match[2]), Number(match[3])];
}

/** Negative where `a` is the lower one. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [parseVersion(a) ?? zero, parseVersion(b) ?? zero];
  return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
}
const zero: Version = [0, 0, 0];

/**
 * The version of the next release: that of the highest so far (null = there is none), raised in the part that the changes reach.
 */
export function nextVersion(highest: string | null, part: Part): string {
  if (highest === null) return '1.0.0';
  const [major, minor, patch] = parseVersion(highest) ?? zero;
  return { major: `${major + 1}.0.0`, minor: `${major}.${minor + 1}.0`, patch: `${major}.${minor}.${patch + 1}` }[part];
}
