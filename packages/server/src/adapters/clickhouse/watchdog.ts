import { readFileSync } from 'node:fs';
import { Agent, get } from 'node:http';

/** Looks in vain until the child counts as hung: 4 s by default. */
const looksInVain = 8;
/** Looks in vain until it does although it would work, if only the machine let it: a minute by default. */
const looksAtMost = 120;

type Watch = {
  everyMs?: number;
  /** Whether the child's main thread waits for a processor or a disk: it is late then, and no hang. */
  isBusy?: () => boolean;
};

/**
 * Asks `url` every `everyMs` for a sign of life and calls `hung` once when none comes. Counts its own looks instead of time: when this
 * process or the whole machine stood still, that is nobody's fault, and an answer may be waiting. Returns the stop.
 */
export function watchOver(
  url: string,
  hung: (forMs: number) => void,
  { everyMs = 500, isBusy = () => false }: Watch = {},
): () => void {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  let inVain = 0;
  let asking = false;
  const ask = (): void => {
    asking = true;
    const answered = (): void => {
      asking = false;
      inVain = 0;
    };
    // A refused connection is an answer: the process has ended, and its supervisor knows.
    get(`${url}/ping`, { agent }, (response) => response.resume().once('close', answered)).once('error', answered);
  };
  const timer = setInterval(() => {
    if (!asking) return ask();
    if (++inVain < looksInVain || (inVain < looksAtMost && isBusy())) return;
    stop();
    hung(inVain * everyMs);
  }, everyMs);
  const stop = (): void => {
    clearInterval(timer);
    agent.destroy();
  };
  return stop;
}

/**
 * Whether a process's main thread is running, or ready to, or waiting for a disk. On a machine with thirty processes for two cores a child at
 * low priority was silent for more than four seconds, and to end it made things worse. False where there is no /proc to tell.
 */
export function isMainThreadBusy(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/task/${pid}/stat`, 'utf8');
    // After the name, which is in brackets and may hold anything.
    const state = stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
    return state === 'R' || state === 'D';
  } catch {
    return false;
  }
}
