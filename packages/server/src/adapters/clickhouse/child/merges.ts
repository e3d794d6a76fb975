import { readdirSync, readFileSync } from 'node:fs';
import { setPriority } from 'node:os';

const lowest = 19;
const lookEveryMs = 5_000;
const mergeThread = 'MergeMutate';

/**
 * Lets the engine's merges go behind its inserts and reads: on a full machine merges can wait for a minute, and nobody can for an insert.
 * The engine's own setting for this asks for a capability that lowering a thread needs not. Its pool makes threads as it needs them, so
 * they are looked for again until `close`.
 */
export function mergesGiveWay(everyMs = lookEveryMs): { close(): void } {
  if (process.platform !== 'linux') return { close: () => undefined };
  const lowered = new Set<string>();
  const look = (): void => {
    for (const thread of threadsCalled(mergeThread)) {
      if (lowered.has(thread)) continue;
      setPriority(Number(thread), lowest);
      lowered.add(thread);
    }
  };
  const timer = setInterval(look, everyMs).unref();
  return { close: () => clearInterval(timer) };
}

/** Ids of this process's threads of that name. */
export function threadsCalled(name: string): string[] {
  const folder = '/proc/self/task';
  return readdirSync(folder).filter((thread) => {
    try {
      return readFileSync(`${folder}/${thread}/comm`, 'utf8').trim() === name;
    } catch {
      return false; // it ended in between
    }
  });
}
