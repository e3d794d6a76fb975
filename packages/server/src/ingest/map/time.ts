/** Which moments of a client are believed, and where the others go. All of it from what was sent and one setting. */

const day = 86_400_000;
const defaultRetentionDays = 90;

/**
 * True for a moment more than a day ahead of receipt or older than retention: it would open partitions of its own, and
 * a re-send must land in the same place whenever it comes, so all of these share one.
 * @param timeNs Unix nanoseconds. @param received Unix milliseconds.
 */
export function isSuspect(timeNs: bigint, received: number, retentionDays = defaultRetentionDays): boolean {
  const ms = Number(timeNs / 1_000_000n);
  return ms > received + day || ms < received - retentionDays * day;
}

/** Unix seconds of the minute. */
export const minuteOf = (timeNs: bigint): number => Math.floor(Number(timeNs / 1_000_000_000n) / 60) * 60;

/** ISO 8601 with nanoseconds, UTC; '' for a moment no calendar reaches. */
export function isoOf(timeNs: bigint): string {
  const ms = Number(timeNs / 1_000_000n);
  if (ms > 8.64e15) return '';
  return `${new Date(ms).toISOString().slice(0, -1)}${String(timeNs % 1_000_000n).padStart(6, '0')}Z`;
}
