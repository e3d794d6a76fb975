import { constants } from 'node:os';

/** Why `listenForStop`'s signal was aborted. `exitCode` as shells know it: 130 after ^C, 143 after SIGTERM. */
export class Interrupted extends Error {
  readonly exitCode: number;
  constructor(signal: 'SIGTERM' | 'SIGINT') {
    super(`Interrupted by ${signal}.`);
    this.exitCode = 128 + constants.signals[signal];
  }
}

/** Aborted, with an `Interrupted`, by the first SIGTERM or SIGINT from now on. The second ends the process at once. */
export function listenForStop(): AbortSignal {
  const stopping = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT'] as const) {
    process.on(name, () => {
      const reason = new Interrupted(name);
      if (stopping.signal.aborted) process.exit(reason.exitCode);
      console.log(`\nStopping (${name}); once more to force`);
      stopping.abort(reason);
    });
  }
  return stopping.signal;
}

export const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
