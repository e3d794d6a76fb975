import { readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DiskSample } from './forecast.ts';

const keptMs = 7 * 86_400_000;

/** Each node knows its own disk, also over restarts: a small file, not a table. */
const fileOf = (dataDir: string): string => join(dataDir, 'disk.json');

/** Samples of the last week in order of time; empty where there are none, or they cannot be read. */
export function readHistory(dataDir: string): DiskSample[] {
  try {
    const samples = JSON.parse(readFileSync(fileOf(dataDir), 'utf8')) as DiskSample[];
    return samples.filter(({ at, usedBytes }) => Number.isFinite(at) && Number.isFinite(usedBytes));
  } catch {
    return [];
  }
}

/** Never fails: on a full disk the history is the least of all cares. */
export async function keepHistory(dataDir: string, samples: readonly DiskSample[]): Promise<void> {
  const draft = `${fileOf(dataDir)}.new`;
  await writeFile(draft, JSON.stringify(samples), { mode: 0o600 })
    .then(() => rename(draft, fileOf(dataDir)))
    .catch(() => undefined);
}

/** The history with one sample more. What lies in the future was taken under another clock, and goes. */
export const withSample = (samples: readonly DiskSample[], sample: DiskSample): DiskSample[] => [
  ...samples.filter(({ at }) => at > sample.at - keptMs && at < sample.at),
  sample,
];
