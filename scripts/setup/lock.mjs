import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * One set-up at a time per working tree: a directory with the owner's pid and start time. mkdir is atomic everywhere, flock is not in Node.
 * Waits while the owner lives; takes over from a dead one. Returns the release.
 */
export async function takeLock(directory, { say, limitMs = 15 * 60_000, pollMs = 200 } = {}) {
  const began = Date.now();
  for (let told = false; ;) {
    try {
      mkdirSync(directory);
      writeFileSync(join(directory, 'owner'), `${process.pid} ${startOf(process.pid)}`);
      return () => rmSync(directory, { recursive: true, force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const owner = read(directory);
    if (!alive(owner, directory)) {
      takeAway(directory, owner);
      continue;
    }
    if (Date.now() - began > limitMs)
      throw new Error(
        `another set-up (pid ${pidOf(owner)}) holds ${directory} for too long; remove it if that process is not a set-up`,
      );
    if (!told) say?.(`another set-up (pid ${pidOf(owner)}) is at work; waiting for it`);
    told = true;
    await sleep(pollMs);
  }
}

const read = (directory) => {
  try {
    return readFileSync(join(directory, 'owner'), 'utf8');
  } catch {
    return '';
  }
};
const pidOf = (owner) => Number(owner.split(' ')[0]) || 0;

function alive(owner, directory) {
  if (owner === '') return ageMs(directory) < 5000; // made a moment ago, the pid is about to be written
  const [pid, start] = owner.split(' ');
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    if (error.code === 'ESRCH') return false;
  }
  return start === startOf(Number(pid)); // the pid may have been given to another process since
}

/** By rename, so that of two waiters only one removes it; put back if a third was faster and owns it by now. */
function takeAway(directory, owner) {
  const aside = `${directory}.${process.pid}`;
  try {
    renameSync(directory, aside);
  } catch {
    return;
  }
  if (read(aside) === owner) return rmSync(aside, { recursive: true, force: true });
  try {
    renameSync(aside, directory);
  } catch {
    rmSync(aside, { recursive: true, force: true });
  }
}

const ageMs = (path) => {
  try {
    return Date.now() - statSync(path).mtimeMs;
  } catch {
    return 0;
  }
};

/** Field 22 of /proc/<pid>/stat: start time in ticks since boot. '' where there is no /proc. */
function startOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
