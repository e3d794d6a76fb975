import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Requests, since the queue was first made. */
export type TeeCounts = {
  sent: number;
  /** No room in the queue, or no disk. */
  dropped: number;
  /** Refused by the other side in a way that sending again would not change. */
  refused: number;
};

const name = 'counts.json';

/** As last written, for a doctor that asks no server. Zeros where there is none. */
export function readTeeCounts(folder: string): TeeCounts {
  try {
    const { sent = 0, dropped = 0, refused = 0 } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as TeeCounts;
    return { sent, dropped, refused };
  } catch {
    return { sent: 0, dropped: 0, refused: 0 };
  }
}

export function writeTeeCounts(folder: string, now: TeeCounts): void {
  try {
    const path = join(folder, name);
    writeFileSync(`${path}.new`, JSON.stringify(now), { mode: 0o600 });
    renameSync(`${path}.new`, path);
  } catch {
    // A full disk: counted on in memory, written when there is room.
  }
}
