import { linkSync, mkdirSync, readFileSync, rmSync, rmdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { AppError } from '../../spine/errors.ts';

/** Who holds the directory. `started` tells the process from a later one with the same pid; null where there is no /proc. */
type Owner = { pid: number; started: string | null };
export type DirectoryLock = { release(): void };

/**
 * Makes this process the only one on `dir`. A lock whose process is dead is taken over. Throws `config.data_dir_in_use` with the pid.
 * Only sees processes of the same machine and container.
 */
export function lockDirectory(dir: string): DirectoryLock {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const path = join(dir, 'lock');
  const mine = `${JSON.stringify({ pid: process.pid, started: startOf(process.pid) } satisfies Owner)}\n`;
  if (!place(path, mine)) takeOver(dir, path, mine);
  return {
    release() {
      if (read(path) === mine) rmSync(path, { force: true });
    },
  };
}

/** Appears with its content at once, or not: link fails where something is. */
function place(path: string, content: string): boolean {
  const draft = `${path}.${process.pid}.${performance.now()}`;
  writeFileSync(draft, content, { mode: 0o600 });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Removing is left to whoever holds the mutex: two takers could otherwise each remove the other's fresh lock. */
function takeOver(dir: string, path: string, mine: string): void {
  const mutex = `${path}.takeover`;
  const owner = ownerIn(read(path));
  if (owner !== null && alive(owner)) throw inUse(dir, owner.pid);
  try {
    mkdirSync(mutex);
  } catch {
    throw new AppError('config.data_dir_in_use', {
      params: { path: resolve(dir), pid: `unknown (if none runs, remove ${mutex})` },
    });
  }
  try {
    const current = ownerIn(read(path));
    if (current !== null && alive(current)) throw inUse(dir, current.pid);
    rmSync(path, { force: true });
    if (!place(path, mine)) throw inUse(dir, ownerIn(read(path))?.pid ?? 0);
  } finally {
    rmdirSync(mutex);
  }
}

function alive(owner: Owner): boolean {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return owner.started === null || owner.started === startOf(owner.pid);
}

/** Boot and start tick of a process (field 22 of /proc/<pid>/stat; the name before it may hold spaces and brackets). */
function startOf(pid: number): string | null {
  const boot = read('/proc/sys/kernel/random/boot_id');
  const stat = read(`/proc/${pid}/stat`);
  if (boot === null || stat === null) return null;
  return `${boot.trim()}/${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
}

function ownerIn(content: string | null): Owner | null {
  try {
    return content === null ? null : (JSON.parse(content) as Owner);
  } catch {
    return null;
  }
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

const inUse = (dir: string, pid: number): AppError =>
  new AppError('config.data_dir_in_use', { params: { path: resolve(dir), pid } });
