import { medianSlope } from '../../stats/median-slope.ts';

/** What the disk held at a moment. `at` in Unix milliseconds. */
export type DiskSample = { at: number; usedBytes: number };
/** Of the file system the data directory lies on, as its user sees it (without root's reserve). */
export type DiskSpace = { totalBytes: number; freeBytes: number };
/** `bytesPerDay`: recent growth, by whoever; null while unknown. `fullAt`: when only the reserve is left; null when it does not grow. */
export type Forecast = { bytesPerDay: number | null; fullAt: number | null };

const dayMs = 86_400_000;
/** What is told about a day needs a part of a day. */
const leastSpanMs = dayMs / 24;
/** Nobody plans further; and a slope near zero tells nothing about decades. */
const furthestMs = 365 * dayMs;

/** Straight on from the samples (in order of time). */
export function forecast(samples: readonly DiskSample[], space: DiskSpace, reserveBytes: number): Forecast {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined || last.at - first.at < leastSpanMs)
    return { bytesPerDay: null, fullAt: null };
  const slope = medianSlope(samples.map(({ at, usedBytes }) => [at - first.at, usedBytes]));
  if (slope === null) return { bytesPerDay: null, fullAt: null };
  const leftMs = Math.max(0, space.freeBytes - reserveBytes) / slope;
  const grows = slope > 0 && leftMs < furthestMs;
  return { bytesPerDay: Math.round(slope * dayMs), fullAt: grows ? Math.round(last.at + leftMs) : null };
}
