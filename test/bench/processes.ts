import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Facts about processes from /proc (Linux). Only descendants of a process that the bench started are ever looked at. */

type Entry = { pid: number; parent: number };

function everyProcess(): Entry[] {
  const found: Entry[] = [];
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = readOrNull(`/proc/${name}/stat`);
    if (stat) found.push({ pid: Number(name), parent: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) });
  }
  return found;
}

/** The process itself and all under it. */
export function familyOf(pid: number): number[] {
  const all = everyProcess();
  const family = [pid];
  for (let at = 0; at < family.length; at++)
    family.push(...all.filter((one) => one.parent === family[at]).map((one) => one.pid));
  return family;
}

/** Resident memory in MiB; pages that processes share count for each of them. */
export function residentMb(pids: readonly number[]): number {
  return pids.reduce(
    (sum, pid) => sum + Number(/^VmRSS:\s+(\d+) kB/m.exec(readOrNull(`/proc/${pid}/status`) ?? '')?.[1] ?? 0) / 1024,
    0,
  );
}

/** User and system time in seconds so far. Ticks are 1/100 s on every Linux that Node runs on. */
export function cpuSeconds(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    const stat = readOrNull(`/proc/${pid}/stat`);
    const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
    return sum + (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / 100;
  }, 0);
}

/** The chDB child among the descendants, or null while there is none. */
export const chdbChildOf = (pid: number): number | null =>
  familyOf(pid).find((one) => one !== pid && (readOrNull(`/proc/${one}/cmdline`) ?? '').includes('chdb-child')) ?? null;

/** What the files under a folder take, in bytes of their length. */
export function folderBytes(folder: string): number {
  let bytes = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    try {
      bytes += entry.isDirectory() ? folderBytes(path) : lstatSync(path).size;
    } catch {
      // merged away while we looked
    }
  }
  return bytes;
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
